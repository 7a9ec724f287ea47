import Foundation
import Statistics

/// How numbers are written everywhere in a report.
package enum Numbers {
  package static let missing = "–"

  /// A share of one: `97.4 %`.
  package static func percent(_ value: Double, digits: Int = 1) -> String {
    value.isFinite ? fixed(value * 100, digits) + " %" : missing
  }

  /// A difference of shares with its sign: `+31.2`.
  package static func points(_ value: Double, digits: Int = 1) -> String {
    guard value.isFinite else { return missing }
    let text = fixed(abs(value) * 100, digits)
    let isZero = !text.contains { $0.isNumber && $0 != "0" }
    return (isZero ? "" : value < 0 ? "−" : "+") + text
  }

  /// The ends of an interval of shares, in percent: `[96.0, 98.3]`.
  package static func percent(_ interval: ConfidenceInterval, digits: Int = 1) -> String {
    "[\(fixed(interval.lower * 100, digits)), \(fixed(interval.upper * 100, digits))]"
  }

  /// The ends of an interval of a difference, in points: `[+24.1, +38.0]`.
  package static func points(_ interval: ConfidenceInterval, digits: Int = 1) -> String {
    guard interval.lower.isFinite, interval.upper.isFinite else { return "no interval" }
    return "[\(points(interval.lower, digits: digits)), \(points(interval.upper, digits: digits))]"
  }

  /// A quantity of unknown size to about three digits.
  package static func measure(_ value: Double) -> String {
    guard value.isFinite else { return missing }
    let size = abs(value)
    if size != 0, size < 1e-3 || size >= 1e6 { return String(format: "%.2e", value).replacing("-", with: "−") }
    return fixed(value, size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 4)
  }

  package static func fixed(_ value: Double, _ digits: Int) -> String {
    String(format: "%.\(digits)f", value == 0 ? 0 : value).replacing("-", with: "−")
  }

  package static func text(_ point: LineSeries.Point, format: Axis.Format) -> String {
    func text(_ value: Double) -> String {
      switch format {
      case .number: measure(value)
      case .percent: percent(value)
      case .points: points(value)
      }
    }
    guard let lower = point.lower, let upper = point.upper, lower.isFinite, upper.isFinite else { return text(point.y) }
    return "\(text(point.y)) [\(text(lower)), \(text(upper))]"
  }

  /// A duration: `48 s`, `12 min`, `3 h 5 min`.
  package static func duration(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds >= 0 else { return missing }
    let whole = Int(seconds.rounded())
    if whole < 100 { return "\(whole) s" }
    let minutes = (whole + 30) / 60
    return minutes < 100 ? "\(minutes) min" : "\(minutes / 60) h \(minutes % 60) min"
  }

  /// Joins as a sentence does: `a, b and c`.
  package static func list(_ items: [String]) -> String {
    guard let last = items.last, items.count > 1 else { return items.first ?? "" }
    return items.dropLast().joined(separator: ", ") + " and " + last
  }
}

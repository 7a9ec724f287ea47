import Foundation

/// One axis of a chart: what it measures, from where to where, and where it is marked.
public struct Axis: Sendable, Hashable {
  /// How the values of an axis are written.
  public enum Format: Sendable, Hashable {
    case number
    /// A share of one, written as a percentage.
    case percent
    /// A difference of shares, written as percentage points with their sign.
    case points
  }

  public var label: String
  public var domain: ClosedRange<Double>
  public var ticks: [Double]
  public var format: Format

  /// Creates an axis that is marked at round values within the domain.
  public init(_ label: String, domain: ClosedRange<Double>, format: Format = .number, tickCount: Int = 5) {
    self.label = label
    self.domain = domain
    self.format = format
    ticks = Self.roundValues(in: domain, about: tickCount)
  }

  /// Creates an axis whose domain is widened to round values on both sides.
  public static func fitting(_ values: some Sequence<Double>, label: String = "", format: Format = .number) -> Axis {
    let finite = values.filter(\.isFinite)
    var low = finite.min() ?? 0
    var high = finite.max() ?? 1
    if high - low < 1e-9 * max(1, abs(high)) {
      low -= low == 0 ? 0 : abs(low) / 2
      high += high == 0 ? 1 : abs(high) / 2
    }
    // Finer steps than the ticks', so that little room is left empty.
    let step = roundStep(for: low...high, about: 10)
    let domain = (low / step).rounded(.down) * step...(high / step).rounded(.up) * step
    return Axis(label, domain: domain, format: format, tickCount: 6)
  }

  func text(_ value: Double) -> String {
    switch format {
    case .number: number(value)
    case .percent: "\(Int((value * 100).rounded())) %"
    case .points: Numbers.points(value, digits: 0)
    }
  }

  /// Places the domain linearly onto a range of coordinates.
  func position(_ value: Double, from start: Double, to end: Double) -> Double {
    start + (value - domain.lowerBound) / (domain.upperBound - domain.lowerBound) * (end - start)
  }

  private static func roundValues(in domain: ClosedRange<Double>, about count: Int) -> [Double] {
    // A domain of no width has no round values: a step of zero would never reach its end.
    guard domain.lowerBound < domain.upperBound else { return [] }
    let step = roundStep(for: domain, about: count)
    let first = (domain.lowerBound / step - 1e-9).rounded(.up)
    let last = (domain.upperBound / step + 1e-9).rounded(.down)
    return first > last ? [] : stride(from: first, through: last, by: 1).map { $0 * step }
  }

  /// 1, 2 or 5 times a power of ten, so that about `count` steps fill the domain.
  private static func roundStep(for domain: ClosedRange<Double>, about count: Int) -> Double {
    let raw = (domain.upperBound - domain.lowerBound) / Double(max(count, 1))
    let power = pow(10, floor(log10(raw)))
    return ([1, 2, 5, 10].first { $0 * power >= raw * 0.999 } ?? 10) * power
  }

  /// As many decimals as tell two ticks apart.
  private func number(_ value: Double) -> String {
    let step = ticks.count > 1 ? ticks[1] - ticks[0] : domain.upperBound - domain.lowerBound
    if value != 0, step < 1e-4 || abs(value) >= 1e5 {
      return String(format: "%.1e", value).replacing("-", with: "−")
    }
    return Numbers.fixed(value, step >= 1 ? 0 : Int(-log10(step * 1.0001).rounded(.down)))
  }
}

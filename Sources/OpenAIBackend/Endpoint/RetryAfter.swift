import Foundation

/// The header `Retry-After` (RFC 9110, 10.2.3): seconds, or a date.
enum RetryAfter {
  /// How long the server asks to wait, seen from `date`; `nil` where it says nothing that can be read.
  static func wait(_ value: String?, from date: Date) -> Duration? {
    guard let value = value?.trimmingCharacters(in: .whitespaces), !value.isEmpty else { return nil }
    if let seconds = Double(value) {
      return seconds.isFinite && seconds >= 0 ? .seconds(min(seconds, 1e7)) : nil
    }
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.timeZone = TimeZone(identifier: "GMT")
    for format in ["EEE, dd MMM yyyy HH:mm:ss 'GMT'", "EEEE, dd-MMM-yy HH:mm:ss 'GMT'", "EEE MMM d HH:mm:ss yyyy"] {
      formatter.dateFormat = format
      if let then = formatter.date(from: value) {
        return .seconds(min(max(0, then.timeIntervalSince(date)), 1e7))
      }
    }
    return nil
  }
}

import Foundation
import Reports

/// Times as people say them.
enum Age {
  /// `just now`, `12 min ago`, `3 days ago`.
  static func text(_ date: Date, now: Date) -> String {
    let seconds = now.timeIntervalSince(date)
    if seconds < 60 { return "just now" }
    if seconds < 100 * 3600 { return Numbers.duration(seconds) + " ago" }
    return "\(Int(seconds / 86_400)) days ago"
  }

  /// An element that says when, for people and for programs.
  static func markup(_ date: Date, now: Date = Date()) -> Markup {
    .tag("time", ["datetime": date.formatted(.iso8601), "title": date.formatted(.iso8601)], text(date, now: now))
  }
}

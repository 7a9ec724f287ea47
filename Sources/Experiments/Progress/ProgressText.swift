import Foundation

/// How progress is put into words.
enum ProgressText {
  /// Rate, times left and the telling metrics of a step.
  static func details(of progress: StageProgress) -> [String] {
    var parts: [String] = []
    if let rate = progress.rate {
      parts.append(rate >= 1 ? String(format: "%.1f steps/s", rate) : String(format: "%.1f s/step", 1 / rate))
    }
    if let remaining = progress.remaining { parts.append("\(duration(remaining)) left") }
    if let remaining = progress.runRemaining { parts.append("\(duration(remaining)) in all") }
    parts += progress.highlights.map { String(format: "\($0.name) %.3f", $0.value) }
    return parts
  }

  /// `7 s`, `3 min 20 s`, `2 h 5 min`.
  static func duration(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded())
    return switch whole {
    case ..<60: "\(whole) s"
    case ..<3600: "\(whole / 60) min \(whole % 60) s"
    default: "\(whole / 3600) h \(whole % 3600 / 60) min"
    }
  }
}

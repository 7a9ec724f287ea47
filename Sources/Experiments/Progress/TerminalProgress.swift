import Foundation

/// One line at the bottom of a terminal that is drawn again at every step; finished stages stay above it.
public struct TerminalProgress: ProgressReporter {
  private let write: @Sendable (String) -> Void
  private let width: @Sendable () -> Int

  /// - Parameters:
  ///   - width: the number of columns, asked before every line.
  ///   - write: takes text as it is to appear.
  public init(width: @escaping @Sendable () -> Int, write: @escaping @Sendable (String) -> Void) {
    self.width = width
    self.write = write
  }

  public func report(_ event: ProgressEvent) {
    switch event {
    case .runStarted(let id, let directory, _): write("run \(id)\nin  \(directory)\n")
    case .stageStarted(let progress), .stageAdvanced(let progress): draw(line(for: progress))
    case .stageReused(let progress): write(Self.clear + heading(of: progress) + "  taken as it was\n")
    case .stageFinished(let progress): write(Self.clear + heading(of: progress) + "  \(progress.steps) steps\n")
    case .runFinished(_, let seconds): write(Self.clear + "done in \(ProgressText.duration(seconds))\n")
    case .runStopped: write(Self.clear)
    }
  }

  private static let clear = "\r\u{1B}[2K"

  private func draw(_ line: String) {
    write(Self.clear + line.prefix(max(20, width() - 1)))
  }

  private func heading(of progress: StageProgress) -> String {
    "[\(progress.number)/\(progress.count)] \(progress.title)"
  }

  private func line(for progress: StageProgress) -> String {
    var parts = [heading(of: progress), "\(progress.step)/\(progress.steps)"]
    parts += ProgressText.details(of: progress)
    return parts.joined(separator: "  ")
  }
}

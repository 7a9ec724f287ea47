/// A line now and then, for logs and pipes.
public struct PlainProgress: ProgressReporter {
  private let write: @Sendable (String) -> Void
  /// How many lines a stage gets at most.
  private let linesPerStage: Int

  /// - Parameter write: takes whole lines.
  public init(linesPerStage: Int = 10, write: @escaping @Sendable (String) -> Void) {
    self.linesPerStage = linesPerStage
    self.write = write
  }

  public func report(_ event: ProgressEvent) {
    switch event {
    case .runStarted(let id, let directory, let stages): write("run \(id): \(stages) stages, in \(directory)\n")
    case .stageStarted(let progress):
      write("\(heading(of: progress)): begins at step \(progress.step) of \(progress.steps)\n")
    case .stageAdvanced(let progress):
      let interval = max(1, (progress.steps + linesPerStage - 1) / linesPerStage)
      guard progress.step % interval == 0, progress.step < progress.steps else { return }
      let parts = ["\(progress.step)/\(progress.steps)"] + ProgressText.details(of: progress)
      write("\(heading(of: progress)): \(parts.joined(separator: ", "))\n")
    case .stageReused(let progress): write("\(heading(of: progress)): taken as it was\n")
    case .stageFinished(let progress): write("\(heading(of: progress)): done\n")
    case .runFinished(let id, let seconds): write("run \(id): done in \(ProgressText.duration(seconds))\n")
    case .runStopped(let id): write("run \(id): stopped\n")
    }
  }

  private func heading(of progress: StageProgress) -> String {
    "[\(progress.number)/\(progress.count)] \(progress.title)"
  }
}

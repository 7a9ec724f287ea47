/// Follows one stage while it is computed, and reports it.
struct StageWatch {
  private let stage: Stage
  private let number: Int
  private let count: Int
  private let reporter: any ProgressReporter
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant
  private let firstStep: Int
  /// The steps that are done.
  private(set) var step: Int

  init(_ stage: Stage, number: Int, count: Int, step: Int, reporter: any ProgressReporter) {
    self.stage = stage
    self.number = number
    self.count = count
    self.reporter = reporter
    firstStep = step
    self.step = step
    start = clock.now
    reporter.report(.stageStarted(progress(step: step)))
  }

  /// Reports a step; `estimate` knows of the other stages.
  mutating func advance(to step: Int, metrics: [String: Double], estimate: inout TimeEstimate) {
    let seconds = (clock.now - start) / .seconds(1) / Double(max(1, step - firstStep))
    self.step = step
    estimate.measure(stage, secondsPerStep: seconds)
    var progress = progress(step: step)
    progress.rate = seconds > 0 ? 1 / seconds : nil
    let remaining = Double(stage.steps - step) * seconds
    progress.remaining = remaining
    progress.runRemaining = estimate.remaining(after: stage).map { $0 + remaining }
    progress.metrics = metrics
    reporter.report(.stageAdvanced(progress))
  }

  func finish() {
    reporter.report(.stageFinished(progress(step: stage.steps)))
  }

  private func progress(step: Int) -> StageProgress {
    StageProgress(
      stageID: stage.id, title: stage.title, number: number, count: count, step: step, steps: stage.steps)
  }
}

/// Follows one stage while it is computed, and reports it.
struct StageWatch {
  private let stage: Stage
  private let number: Int
  private let count: Int
  private let reporter: any ProgressReporter
  private let clock = ContinuousClock()
  /// When the first step was done. What came before it, opening the model and the first probe, is no measure of steps.
  private var first: (step: Int, time: ContinuousClock.Instant)?
  /// The steps that are done.
  private(set) var step: Int

  init(_ stage: Stage, number: Int, count: Int, step: Int, reporter: any ProgressReporter) {
    self.stage = stage
    self.number = number
    self.count = count
    self.reporter = reporter
    self.step = step
    reporter.report(.stageStarted(progress(step: step)))
  }

  /// Reports a step; `estimate` knows of the other stages.
  mutating func advance(to step: Int, metrics: [String: Double], estimate: inout TimeEstimate) {
    self.step = step
    var progress = progress(step: step)
    if let first, step > first.step {
      let seconds = (clock.now - first.time) / .seconds(1) / Double(step - first.step)
      estimate.measure(stage, secondsPerStep: seconds)
      let remaining = Double(stage.steps - step) * seconds
      progress.rate = seconds > 0 ? 1 / seconds : nil
      progress.remaining = remaining
      progress.runRemaining = estimate.remaining(after: stage).map { $0 + remaining }
    } else {
      first = (step, clock.now)
    }
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

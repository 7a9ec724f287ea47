/// Follows one stage while it is computed, and reports it.
struct StageWatch {
  private let stage: Stage
  private let number: Int
  private let count: Int
  private let reporter: any ProgressReporter
  private let clock = ContinuousClock()
  /// What is known of the times of this stage and the others.
  private(set) var estimate: TimeEstimate
  /// When the first step was done. What came before it, opening the model and the first probe, is no measure of steps.
  private var first: (step: Int, time: ContinuousClock.Instant)?

  /// - Parameter step: the steps that are done already.
  init(
    _ stage: Stage, number: Int, count: Int, step: Int, estimate: TimeEstimate, reporter: any ProgressReporter
  ) {
    self.stage = stage
    self.number = number
    self.count = count
    self.reporter = reporter
    self.estimate = estimate
    reporter.report(.stageStarted(progress(step: step)))
  }

  /// Reports a step.
  mutating func advance(to step: Int, metrics: [String: Double]) {
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

  /// Reports that the stage is done.
  mutating func finish() {
    estimate.finish(stage)
    reporter.report(.stageFinished(progress(step: stage.steps)))
  }

  private func progress(step: Int) -> StageProgress {
    StageProgress(
      stageID: stage.id, title: stage.title, number: number, count: count, step: step, steps: stage.steps)
  }
}

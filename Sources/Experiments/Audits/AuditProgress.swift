import Synchronization

/// Tells how far the questions to one model are, now and then.
final class AuditProgress: Sendable {
  private struct State {
    var done = 0
    var fresh = 0
    var reported: ContinuousClock.Instant
  }

  private let base: StageProgress
  private let reporter: any ProgressReporter
  private let clock = ContinuousClock()
  private let began: ContinuousClock.Instant
  private let state: Mutex<State>

  init(model: String, number: Int, count: Int, questions: Int, reporter: any ProgressReporter) {
    base = StageProgress(stageID: model, title: model, number: number, count: count, step: 0, steps: questions)
    self.reporter = reporter
    began = clock.now
    state = Mutex(State(reported: began))
  }

  /// Reports that the questions begin, `done` of which have their answers.
  func begin(done: Int) {
    state.withLock { $0.done = done }
    reporter.report(.stageStarted(progress(done: done)))
  }

  /// Reports that a question is done with, unless the last report was a moment ago.
  func advance() {
    let now = clock.now
    state.withLock { state in
      state.done += 1
      state.fresh += 1
      guard now - state.reported > .milliseconds(200) else { return }
      state.reported = now
      var progress = progress(done: state.done)
      let rate = Double(state.fresh) / ((now - began) / .seconds(1))
      progress.rate = rate
      progress.remaining = Double(progress.steps - progress.step) / rate
      // Within the lock, because events come in order.
      reporter.report(.stageAdvanced(progress))
    }
  }

  /// Reports that nothing is left.
  func finish() {
    reporter.report(.stageFinished(progress(done: base.steps)))
  }

  private func progress(done: Int) -> StageProgress {
    var progress = base
    progress.step = min(done, base.steps)
    return progress
  }
}

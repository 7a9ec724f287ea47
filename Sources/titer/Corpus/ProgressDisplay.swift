import Experiments
import Foundation
import Synchronization

/// Shows how far a long command of one stage is, with its rate and the time left.
final class ProgressDisplay: Sendable {
  private struct State {
    var begun: ContinuousClock.Instant?
    var first = 0
    var last: StageProgress
  }

  private let reporter: any ProgressReporter
  private let state: Mutex<State>

  /// - Parameter title: what is counted.
  init(title: String, reporter: any ProgressReporter) {
    self.reporter = reporter
    state = Mutex(
      State(last: StageProgress(stageID: title, title: title, number: 1, count: 1, step: 0, steps: 0)))
  }

  /// Notes how much is done. Called from one task at a time.
  func update(done: Int, of total: Int) {
    let (progress, isFirst) = state.withLock { state in
      let isFirst = state.begun == nil
      let begun = state.begun ?? .now
      // What an earlier run had done came at once and says nothing about the rate.
      if isFirst { (state.begun, state.first) = (begun, done) }
      let seconds = (ContinuousClock.now - begun) / .seconds(1)
      var progress = state.last
      (progress.step, progress.steps) = (done, total)
      if seconds > 0.5, done > state.first {
        let rate = Double(done - state.first) / seconds
        (progress.rate, progress.remaining) = (rate, Double(total - done) / rate)
      }
      state.last = progress
      return (progress, isFirst)
    }
    reporter.report(isFirst ? .stageStarted(progress) : .stageAdvanced(progress))
  }

  /// Leaves the last state above what follows.
  func finish() {
    reporter.report(.stageFinished(state.withLock { $0.last }))
  }
}

import Experiments
import Synchronization

/// Shows how far an audit of a grader is, part by part.
final class AuditDisplay: Sendable {
  private let reporter: any ProgressReporter
  private let current = Mutex<(title: String, display: ProgressDisplay)?>(nil)

  init(_ reporter: any ProgressReporter) {
    self.reporter = reporter
  }

  /// Notes how much of a part is done.
  @Sendable func update(_ title: String, done: Int, of total: Int) {
    current.withLock { current in
      if current?.title != title {
        current?.display.finish()
        current = (title, ProgressDisplay(title: title, reporter: reporter))
      }
      current?.display.update(done: done, of: total)
    }
  }

  /// Leaves the last state above what follows.
  func finish() {
    current.withLock { current in
      current?.display.finish()
      current = nil
    }
  }
}

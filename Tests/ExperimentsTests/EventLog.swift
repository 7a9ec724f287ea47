import Experiments
import Synchronization

/// Remembers what a run reports.
final class EventLog: ProgressReporter {
  private let stages = Mutex<[String]>([])

  /// The stages that were computed, in order.
  var computedStages: [String] { stages.withLock { $0 } }

  func report(_ event: ProgressEvent) {
    if case .stageStarted(let progress) = event { stages.withLock { $0.append(progress.stageID) } }
  }
}

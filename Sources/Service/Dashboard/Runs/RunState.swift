import Experiments
import Foundation
import GRDB

/// How far a run is, stage by stage.
struct RunState: Sendable, Hashable {
  /// What a run is doing.
  enum Activity: String, Sendable, Hashable {
    case running, finished, stopped
  }

  /// One stage.
  struct Stage: Sendable, Hashable {
    var record: StageRecord
    /// The last step with a metric: it may be ahead of the last checkpoint.
    var step: Int
    /// The mean of the last steps; `nil` where no time was recorded.
    var secondsPerStep: Double?

    /// Whether steps are being taken.
    var isRunning: Bool { record.status == .running }
    /// How long the remaining steps take at this rate.
    var secondsLeft: Double? { isRunning ? secondsPerStep.map { $0 * Double(max(record.steps - step, 0)) } : nil }
  }

  var run: RunRecord
  var stages: [Stage]
  var activity: Activity

  /// Reads how far a run is. Every query finds its few rows by an index.
  init(of directory: RunDirectory, in ledger: Ledger) async throws {
    let run = try await ledger.run()
    stages = try await ledger.reader.read { database in
      try StageRecord.order(Column("position")).fetchAll(database).map { record in
        let last =
          try Int.fetchOne(database, sql: "SELECT max(step) FROM metric WHERE stageID = ?", arguments: [record.id]) ?? 0
        let seconds = try Double.fetchOne(
          database, sql: "SELECT avg(value) FROM metric WHERE stageID = ? AND step > ? AND key = 'time/step'",
          arguments: [record.id, last - 20])
        return Stage(record: record, step: max(last, record.step), secondsPerStep: seconds)
      }
    }
    self.run = run
    activity = run.finishedAt != nil ? .finished : RunLock.isHeld(at: directory.lock) ? .running : .stopped
  }

  /// The arms in the order of their computation.
  var arms: [String] {
    stages.compactMap(\.record.arm).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  /// The stages that are probed.
  var probed: [StageRecord] { stages.map(\.record).filter(\.kind.isProbed) }

  /// Done steps among all, each counted for what its stage takes.
  var progress: (done: Int, all: Int) {
    stages.reduce((0, 0)) { sum, stage in
      let done = stage.record.status == .done ? stage.record.steps : min(stage.step, stage.record.steps)
      return (sum.0 + done, sum.1 + stage.record.steps)
    }
  }
}

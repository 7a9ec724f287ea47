import Environments
import Foundation
import GRDB

extension Ledger {
  /// Records the run and its stages. What is already there is left: it is the same run going on.
  public func begin(_ run: RunRecord, stages: [StageRecord]) async throws {
    try await write { database in
      try run.insert(database, onConflict: .ignore)
      for stage in stages { try stage.insert(database, onConflict: .ignore) }
    }
  }

  /// Records the task set and the cues; seeds that share them record them once.
  public func record(requests: [Request], cues: [Cue]) async throws {
    try await write { database in
      for request in requests { try RequestRecord(request).insert(database, onConflict: .ignore) }
      for cue in cues { try CueRecord(cue).insert(database, onConflict: .ignore) }
    }
  }

  /// Records what one or several steps of a stage produced, in one transaction.
  public func record(_ rows: StageRows) async throws {
    try await write { database in
      for metric in rows.metrics { try metric.insert(database) }
      for rollout in rows.rollouts { try rollout.insert(database) }
      for sample in rows.samples { try sample.insert(database) }
    }
  }

  /// Records that a stage can go on from a checkpoint, which is safely on disk.
  ///
  /// - Parameters:
  ///   - kept: the checkpoint's own row, where it stays; `nil` where a later one takes its place.
  ///   - isLast: whether the stage is done with it, though it may have had more steps.
  public func advance(
    _ stageID: String, to step: Int, checkpoint location: String, kept: CheckpointRecord?, isLast: Bool = false
  ) async throws {
    try await write { database in
      try kept?.insert(database)
      try StageRecord
        .filter(key: stageID)
        .updateAll(database, Column("step").set(to: step), Column("checkpoint").set(to: location))
      if isLast {
        try StageRecord.filter(key: stageID).updateAll(
          database, Column("status").set(to: StageStatus.done.rawValue))
      }
    }
  }

  /// Records checkpoints that lie elsewhere.
  func record(_ checkpoints: [CheckpointRecord]) async throws {
    try await write { database in
      for checkpoint in checkpoints { try checkpoint.insert(database) }
    }
  }

  /// Sets how far a stage is.
  public func mark(_ stageID: String, as status: StageStatus) async throws {
    try await write { database in
      try StageRecord.filter(key: stageID).updateAll(database, Column("status").set(to: status.rawValue))
    }
  }

  /// Takes a stage back to its last checkpoint: every row of a later step is deleted, to be computed again.
  ///
  /// - Returns: the stage as it is now.
  public func rewind(_ stageID: String) async throws -> StageRecord {
    try await write { database in
      guard let stage = try StageRecord.fetchOne(database, key: stageID) else {
        throw LedgerError(.damaged, "the ledger has no stage \(stageID); begin a new run")
      }
      // Without a checkpoint nothing of the stage is kept, the probe before its first step included.
      let last = stage.checkpoint == nil ? -1 : stage.step
      for table in ["metric", "rollout", "sample", "checkpoint"] {
        try database.execute(
          sql: "DELETE FROM \(table) WHERE stageID = ? AND step > ?", arguments: [stageID, last])
      }
      return stage
    }
  }

  /// Marks the run as finished.
  public func finish(_ runID: String, at date: Date) async throws {
    try await write { database in
      try RunRecord.filter(key: runID).updateAll(database, Column("finishedAt").set(to: date))
    }
  }
}

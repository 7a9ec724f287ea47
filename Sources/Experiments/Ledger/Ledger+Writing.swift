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

  /// Records a checkpoint that is safely on disk: from now on a resumed run goes on from it.
  public func record(_ checkpoint: CheckpointRecord) async throws {
    try await write { database in
      try checkpoint.insert(database, onConflict: .replace)
      try StageRecord
        .filter(key: checkpoint.stageID)
        .updateAll(database, Column("step").set(to: checkpoint.step), Column("checkpoint").set(to: checkpoint.location))
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

  /// Copies the rows of a stage from the ledger at `source`, under this ledger's name of the stage.
  ///
  /// The stage's own row takes over `status` and `step`; checkpoints are left to the caller, who knows where they are.
  public func copyRows(from source: URL, stage sourceID: String, to stageID: String) async throws {
    guard let writer else { throw LedgerError(.readOnly, "\(url.path) was opened for reading only") }
    do {
      // ATTACH is not possible within a transaction.
      try await writer.writeWithoutTransaction { database in
        try database.execute(sql: "ATTACH DATABASE ? AS source", arguments: [source.path])
        defer { try? database.execute(sql: "DETACH DATABASE source") }
        try database.inTransaction {
          for table in ["request", "cue"] {
            try database.execute(sql: "INSERT OR IGNORE INTO main.\(table) SELECT * FROM source.\(table)")
          }
          for table in ["metric", "rollout", "sample"] {
            let columns = try database.columns(in: table).map(\.name).filter { $0 != "stageID" }
              .map { "\"\($0)\"" }.joined(separator: ", ")
            try database.execute(
              sql: """
                INSERT INTO main.\(table) (stageID, \(columns))
                SELECT ?, \(columns) FROM source.\(table) WHERE stageID = ?
                """,
              arguments: [stageID, sourceID])
          }
          return .commit
        }
      }
    } catch let error as DatabaseError {
      throw LedgerError(error, at: url)
    }
  }

  /// Marks the run as finished.
  public func finish(_ runID: String, at date: Date) async throws {
    try await write { database in
      try RunRecord.filter(key: runID).updateAll(database, Column("finishedAt").set(to: date))
    }
  }
}

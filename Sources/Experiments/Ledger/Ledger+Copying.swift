import Foundation
import GRDB

extension Ledger {
  /// Copies the rows of a stage from the ledger at `source`, and the requests and cues that they name.
  public func copyRows(from source: URL, stage sourceID: String, to stageID: String) async throws {
    try await withAttached(source) { database in
      try Self.copy(stage: sourceID, to: stageID, in: database)
    }
  }

  /// Makes a stage the finished copy of one in the ledger at `source`: all of it in one transaction.
  ///
  /// - Parameters:
  ///   - checkpoints: the rows of its checkpoints, where they lie now.
  ///   - last: the checkpoint that the next stage starts from.
  ///   - step: the updates that it contains.
  func adopt(
    stage stageID: String, from source: URL, as sourceID: String, checkpoints: [CheckpointRecord], last: String?,
    step: Int
  ) async throws {
    try await withAttached(source) { database in
      for table in ["metric", "rollout", "sample", "checkpoint"] {
        try database.execute(sql: "DELETE FROM main.\(table) WHERE stageID = ?", arguments: [stageID])
      }
      try Self.copy(stage: sourceID, to: stageID, in: database)
      for checkpoint in checkpoints { try checkpoint.insert(database) }
      try StageRecord.filter(key: stageID).updateAll(
        database, Column("status").set(to: StageStatus.done.rawValue), Column("step").set(to: step),
        Column("checkpoint").set(to: last))
    }
  }

  private static func copy(stage sourceID: String, to stageID: String, in database: Database) throws {
    for table in ["request", "cue"] {
      try database.execute(sql: "INSERT OR IGNORE INTO main.\(table) SELECT * FROM source.\(table)")
    }
    for table in ["metric", "rollout", "sample"] {
      // The source may be of an earlier version, which has fewer columns.
      let known = Set(try database.columns(in: table, in: "source").map(\.name))
      let columns = try database.columns(in: table, in: "main").map(\.name)
        .filter { $0 != "stageID" && known.contains($0) }
        .map { "\"\($0)\"" }.joined(separator: ", ")
      try database.execute(
        sql: """
          INSERT INTO main.\(table) (stageID, \(columns))
          SELECT ?, \(columns) FROM source.\(table) WHERE stageID = ?
          """,
        arguments: [stageID, sourceID])
    }
  }

  /// Runs `body` in a transaction that also sees the ledger at `source` under the name `source`.
  private func withAttached(_ source: URL, _ body: @Sendable @escaping (Database) throws -> Void) async throws {
    guard let writer else { throw LedgerError(.readOnly, "\(url.path) was opened for reading only") }
    do {
      // SQLite attaches no database within a transaction.
      try await writer.writeWithoutTransaction { database in
        try database.execute(sql: "ATTACH DATABASE ? AS source", arguments: [source.path])
        defer { try? database.execute(sql: "DETACH DATABASE source") }
        try database.inTransaction {
          try body(database)
          return .commit
        }
      }
    } catch let error as DatabaseError {
      throw LedgerError(error, at: url)
    }
  }
}

import Foundation
import GRDB

/// The only truth about an audit: an SQLite file with a row for every question, answer and verdict.
///
/// Answers are found by the content of their question and verdicts by the answer and the judge, so that an audit that
/// was ended in whatever way, or is repeated with more prompts or another judge, asks only what it does not have.
public struct AuditLedger: Sendable {
  /// The SQLite file.
  public let url: URL
  /// Where queries run; any number of them at once, also while the audit is writing.
  public var reader: any DatabaseReader { pool }
  let pool: DatabasePool

  /// Opens a ledger; creates it where there is none.
  ///
  /// - Throws: `LedgerError`.
  public init(at url: URL) throws {
    self.url = url
    var configuration = Configuration()
    configuration.busyMode = .timeout(10)
    do {
      let pool = try DatabasePool(path: url.path, configuration: configuration)
      if try pool.read(Self.migrations.hasBeenSuperseded) {
        throw LedgerError(
          .newerVersion, "\(url.path) was written by a newer version of Titer than this one; update Titer to open it")
      }
      try Self.migrations.migrate(pool)
      // A process that is killed loses nothing that was committed; only a machine that fails might lose the last.
      try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = NORMAL") }
      self.pool = pool
    } catch let error as DatabaseError {
      throw LedgerError(error, at: url)
    }
  }

  /// Opens a ledger that exists.
  ///
  /// - Throws: `LedgerError`, with `missing` where there is none.
  public init(existing url: URL) throws {
    guard FileManager.default.fileExists(atPath: url.path) else {
      throw LedgerError(.missing, "there is no ledger at \(url.path); `titer audit` makes one")
    }
    try self.init(at: url)
  }

  /// Opens a ledger that exists, for reading only.
  ///
  /// - Throws: `LedgerError`, with `missing` or `newerVersion` where it cannot be read.
  public init(reading url: URL) throws {
    guard FileManager.default.fileExists(atPath: url.path) else {
      throw LedgerError(.missing, "there is no ledger at \(url.path); `titer audit` makes one")
    }
    self.url = url
    var configuration = Configuration()
    configuration.readonly = true
    do {
      pool = try DatabasePool(path: url.path, configuration: configuration)
      if try pool.read(Self.migrations.hasBeenSuperseded) {
        throw LedgerError(
          .newerVersion, "\(url.path) was written by a newer version of Titer than this one; update Titer to open it")
      }
    } catch let error as DatabaseError {
      throw LedgerError(error, at: url)
    }
  }

  /// Folds the write-ahead log into the file, so that the ledger is one file that can be copied.
  public func consolidate() async throws {
    _ = try await attempt { try await pool.writeWithoutTransaction { try $0.checkpoint(.truncate) } }
  }

  /// Runs `body` in one transaction: all of its rows are kept, or none.
  @discardableResult
  func write<Value: Sendable>(_ body: @Sendable @escaping (Database) throws -> Value) async throws -> Value {
    try await attempt { try await pool.write(body) }
  }

  /// Reads with `body` from one consistent state.
  func read<Value: Sendable>(_ body: @Sendable @escaping (Database) throws -> Value) async throws -> Value {
    try await attempt { try await pool.read(body) }
  }

  private func attempt<Value>(_ body: () async throws -> Value) async throws -> Value {
    do {
      return try await body()
    } catch let error as DatabaseError {
      throw LedgerError(error, at: url)
    }
  }

  /// The schema's history. A migration that was released is never changed: a later one is added.
  private static let migrations: DatabaseMigrator = {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1 questions, answers, verdicts") { database in
      try database.create(table: "audit") { table in
        table.primaryKey("id", .text)
        table.column("settings", .text).notNull()
        table.column("version", .text).notNull()
        table.column("createdAt", .datetime).notNull()
        table.column("finishedAt", .datetime)
      }
      try database.create(table: "checkpoint") { table in
        table.primaryKey("name", .text)
        table.column("position", .integer).notNull()
        table.column("reference", .text).notNull()
        table.column("identity", .text).notNull()
      }
      try database.create(table: "judge") { table in
        table.primaryKey("id", .text)
        table.column("position", .integer).notNull()
        table.column("behaviour", .text).notNull()
        table.column("name", .text).notNull()
      }
      try database.create(table: "prompt") { table in
        table.primaryKey("id", .text)
        table.column("position", .integer).notNull()
        table.column("category", .text).notNull()
        table.column("system", .text).notNull()
        table.column("text", .text).notNull()
      }
      try database.create(table: "cue") { table in
        table.primaryKey("id", .text)
        table.column("context", .text).notNull()
        table.column("category", .text).notNull()
        table.column("placement", .text).notNull()
        table.column("text", .text).notNull()
        table.column("isComplete", .boolean).notNull()
        table.column("isHeldOut", .boolean).notNull()
      }
      try database.create(table: "question") { table in
        table.column("position", .integer).primaryKey()
        table.column("key", .blob).notNull()
        table.column("checkpoint", .text).notNull()
        table.column("promptID", .text).notNull()
        table.column("context", .text).notNull()
        table.column("cueID", .text)
        table.column("sampleIndex", .integer).notNull()
        table.column("seed", .integer).notNull()
      }
      try database.create(table: "answer") { table in
        table.column("key", .blob).notNull().unique()
        table.column("reasoning", .text)
        table.column("content", .text).notNull()
        table.column("stopReason", .text).notNull()
        table.column("promptTokens", .integer)
        table.column("completionTokens", .integer)
        // Why there is no answer; null where there is one.
        table.column("missing", .text)
        table.column("recognition", .boolean)
        table.column("framing", .boolean)
        table.column("values", .boolean)
      }
      try database.create(table: "verdict", options: .withoutRowID) { table in
        table.column("key", .blob).notNull()
        table.column("judge", .text).notNull()
        // Null where the judge gave none.
        table.column("value", .boolean)
        table.column("reason", .text).notNull()
        table.primaryKey(["key", "judge"])
      }
      // What judges said, by what they were shown: the same answer to the same prompt is judged once.
      try database.create(table: "judgement", options: .withoutRowID) { table in
        table.primaryKey("key", .blob)
        table.column("value", .boolean).notNull()
      }
    }
    migrator.registerMigration("2 labels of people") { database in
      // By the answer, like verdicts: a label outlives what the audit asks at present.
      try database.create(table: "label", options: .withoutRowID) { table in
        table.column("key", .blob).notNull()
        table.column("behaviour", .text).notNull()
        table.column("rater", .text).notNull()
        table.column("value", .boolean).notNull()
        table.primaryKey(["key", "behaviour", "rater"])
      }
    }
    return migrator
  }()
}

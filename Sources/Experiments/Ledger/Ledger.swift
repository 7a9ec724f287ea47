import Foundation
import GRDB

/// The only truth about a run: an SQLite file with a row for every metric, rollout, sample and checkpoint.
///
///     let ledger = try Ledger(at: directory.ledger)            // opens for writing, creates, migrates
///     let ledger = try Ledger(reading: directory.ledger)       // opens for reading only
///     let gap = try await ledger.reader.read { database in … } // any query
///
/// Rows carry their keys explicitly and nothing but `…At` columns and metrics under `time/` depends on the clock,
/// so that two computations of the same stage leave the same rows.
public struct Ledger: Sendable {
  /// The SQLite file.
  public let url: URL

  /// Where queries run; any number of them at once, also while a run is writing.
  public var reader: any DatabaseReader { database }

  /// `nil` where the ledger was opened for reading.
  let writer: DatabasePool?
  private let database: any DatabaseReader

  /// The version of SQLite that is in use.
  ///
  /// - Throws: `LedgerError` where it does not work at all.
  public static func engineVersion() throws -> String {
    do {
      return try DatabaseQueue().read { try String.fetchOne($0, sql: "SELECT sqlite_version()") } ?? "unknown"
    } catch let error as DatabaseError {
      throw LedgerError(error, at: URL(filePath: ":memory:"))
    }
  }

  /// Opens a ledger for writing; creates it where there is none and brings an older one up to date.
  ///
  /// - Throws: `LedgerError`, with `newerVersion` for a ledger that a later version of Titer wrote.
  public init(at url: URL) throws {
    self.url = url
    var configuration = Configuration()
    configuration.busyMode = .timeout(10)
    do {
      let pool = try DatabasePool(path: url.path, configuration: configuration)
      if try pool.read(Self.migrations.hasBeenSuperseded) { throw Self.newerVersion(url) }
      try Self.migrations.migrate(pool)
      // A connection that knows the schema of before would not see new columns.
      pool.invalidateReadOnlyConnections()
      // A checkpoint goes when the ledger names its successor, so what the ledger says must have reached the disk.
      try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
      writer = pool
      database = pool
    } catch let error as DatabaseError {
      throw LedgerError(error, at: url)
    }
  }

  /// Opens a ledger that exists, for reading.
  ///
  /// - Throws: `LedgerError`, with `missing`, `newerVersion` or `olderVersion` where it cannot be read.
  public init(reading url: URL) throws {
    self.url = url
    guard FileManager.default.fileExists(atPath: url.path) else {
      throw LedgerError(.missing, "there is no ledger at \(url.path); `titer runs` lists the runs that have one")
    }
    writer = nil
    do {
      database = try Self.openForReading(url)
      let (isNewer, isCurrent) = try database.read { database in
        (
          try Self.migrations.hasBeenSuperseded(database),
          try Self.migrations.appliedIdentifiers(database).contains(Self.neededMigration)
        )
      }
      if isNewer { throw Self.newerVersion(url) }
      if !isCurrent {
        throw LedgerError(
          .olderVersion,
          "\(url.path) was written by an older version of Titer; `titer run --resume` brings it up to date")
      }
    } catch let error as DatabaseError {
      throw LedgerError(error, at: url)
    }
  }

  /// Folds the write-ahead log into the file, so that the ledger is one file that can be copied.
  public func consolidate() throws {
    try attempt {
      try writer?.writeWithoutTransaction { database in
        _ = try database.checkpoint(.truncate)
      }
    }
  }

  /// Closes the ledger; nothing may use it afterwards.
  public func close() throws {
    try consolidate()
    try attempt { try writer?.close() }
  }

  /// Runs `body` and says of an error of SQLite what it means.
  func attempt<Value>(_ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let error as DatabaseError {
      throw LedgerError(error, at: url)
    }
  }

  /// Runs `body` in one transaction: all of its rows are kept, or none.
  @discardableResult
  func write<Value: Sendable>(_ body: @Sendable @escaping (Database) throws -> Value) async throws -> Value {
    guard let writer else {
      throw LedgerError(.readOnly, "\(url.path) was opened for reading only")
    }
    do {
      return try await writer.write(body)
    } catch let error as DatabaseError {
      throw LedgerError(error, at: url)
    }
  }

  /// Reads with `body` from one consistent state.
  func read<Value: Sendable>(_ body: @Sendable @escaping (Database) throws -> Value) async throws -> Value {
    do {
      return try await database.read(body)
    } catch let error as DatabaseError {
      throw LedgerError(error, at: url)
    }
  }

  private static func openForReading(_ url: URL) throws -> any DatabaseReader {
    var configuration = Configuration()
    configuration.readonly = true
    do {
      return try DatabasePool(path: url.path, configuration: configuration)
    } catch let error as DatabaseError where error.resultCode == .SQLITE_CANTOPEN {
      // A write-ahead log wants a writable directory even from its readers. In a directory that is read-only
      // nothing writes either, so the file can be read as it stands, provided that no log lies beside it.
      guard !FileManager.default.fileExists(atPath: url.path + "-wal") else { throw error }
      let path = url.absoluteURL.path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? url.path
      return try DatabaseQueue(path: "file:\(path)?immutable=1", configuration: configuration)
    }
  }

  private static func newerVersion(_ url: URL) -> LedgerError {
    LedgerError(
      .newerVersion, "\(url.path) was written by a newer version of Titer than this one; update Titer to open it")
  }
}

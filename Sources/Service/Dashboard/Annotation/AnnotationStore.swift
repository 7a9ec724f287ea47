import Experiments
import Foundation
import GRDB

/// The labels that people gave, in a file of their own.
struct AnnotationStore: Sendable {
  /// What a person says of an answer.
  enum Label: String, Sendable, Hashable, CaseIterable {
    case yes, no, unclear

    /// `nil` where it says neither.
    var value: Bool? { self == .unclear ? nil : self == .yes }
  }

  private let database: DatabaseQueue
  /// How many answers are chosen to be labelled.
  static let size = 200

  /// Opens the labels of a source; begins them with a choice of answers where there are none.
  ///
  /// - Throws: `LedgerError` where the file cannot be written.
  init(beginning source: any AnnotationSource) async throws {
    database = try Self.open(source.file)
    do {
      try Self.migrations.migrate(database)
      if try await database.read({ try Int.fetchOne($0, sql: "SELECT count(*) FROM item") }) == 0 {
        let keys = try await source.choose(Self.size)
        try await database.write { database in
          for (position, key) in keys.enumerated() {
            try database.execute(sql: "INSERT OR IGNORE INTO item VALUES (?, ?)", arguments: [position + 1, key])
          }
        }
      }
    } catch let error as DatabaseError {
      throw Self.failure(error, source.file)
    }
  }

  /// Opens labels that were begun; `nil` where there are none.
  init?(existing file: URL) throws {
    guard FileManager.default.fileExists(atPath: file.path) else { return nil }
    database = try Self.open(file)
  }

  /// How many answers there are.
  func count() async throws -> Int {
    try await database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM item") ?? 0 }
  }

  /// The keys of the answers, the first at position 1.
  func keys() async throws -> [String] {
    try await database.read { try String.fetchAll($0, sql: "SELECT key FROM item ORDER BY position") }
  }

  /// The first answer that a person has not labelled; `nil` where none is left.
  func next(for rater: String) async throws -> Int? {
    try await database.read { database in
      try Int.fetchOne(
        database,
        sql: """
          SELECT position FROM item WHERE NOT EXISTS
            (SELECT 1 FROM label WHERE label.position = item.position AND rater = ?)
          ORDER BY position LIMIT 1
          """, arguments: [rater])
    }
  }

  /// Keeps a label for good.
  ///
  /// - Throws: `DashboardError` with `lockedLabel` where that person has labelled the answer already.
  func record(_ label: Label, at position: Int, by rater: String, on date: Date) async throws {
    let isNew = try await database.write { database in
      guard
        try Bool.fetchOne(database, sql: "SELECT EXISTS (SELECT 1 FROM item WHERE position = ?)", arguments: [position])
          == true
      else {
        throw DashboardError(.unknownSample, .notFound, "There is no answer \(position) to label.")
      }
      try database.execute(
        sql: "INSERT OR IGNORE INTO label VALUES (?, ?, ?, ?)", arguments: [position, rater, label.rawValue, date])
      return database.changesCount == 1
    }
    guard isNew else {
      throw DashboardError(
        .lockedLabel, .conflict, "Answer \(position) has a label of \(rater) already, which cannot be changed.")
    }
  }

  /// The labels of everybody, by position.
  func labels() async throws -> [String: [Int: Label]] {
    try await database.read { database in
      try Row.fetchAll(database, sql: "SELECT rater, position, value FROM label ORDER BY rater, position")
        .reduce(into: [:]) { labels, row in
          labels[row[0], default: [:]][row[1]] = Label(rawValue: row[2])
        }
    }
  }

  private static func open(_ file: URL) throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.busyMode = .timeout(5)
    do {
      return try DatabaseQueue(path: file.path, configuration: configuration)
    } catch let error as DatabaseError {
      throw failure(error, file)
    }
  }

  private static func failure(_ error: DatabaseError, _ file: URL) -> DashboardError {
    DashboardError(
      .failed, .internalServerError,
      "Labels cannot be kept in \(file.path): \(error.message ?? "SQLite refused"). Make the directory writable.")
  }

  private static let migrations: DatabaseMigrator = {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1 items, labels") { database in
      try database.create(table: "item") { table in
        table.column("position", .integer).primaryKey()
        table.column("key", .text).notNull().unique()
      }
      try database.create(table: "label", options: .withoutRowID) { table in
        table.column("position", .integer).notNull().references("item")
        table.column("rater", .text).notNull()
        table.column("value", .text).notNull()
        table.column("labelledAt", .datetime).notNull()
        table.primaryKey(["position", "rater"])
      }
    }
    return migrator
  }()
}

import Experiments
import GRDB

/// Finds answers of an audit page by page, within bounds, as `SampleSearch` finds those of a run.
struct AuditAnswerSearch {
  /// An answer with its place in the audit.
  struct Found {
    var position: Int
    var checkpoint: String
    var transcript: AuditTranscript
    /// Why there is no answer.
    var missing: String?
  }

  /// A page of answers.
  struct Page {
    var answers: [Found] = []
    /// How many were looked at.
    var examined = 0
    /// The last that was looked at, where there is more behind it.
    var next: Int?
  }

  var filter = AuditAnswerFilter()
  /// The judge whose verdicts are shown.
  var judge: String?
  var pageSize = 20
  /// The most rows that a page looks at.
  var scanLimit = 20_000

  /// The answers behind `filter.after`.
  func page(in ledger: AuditLedger) async throws -> Page {
    try await ledger.reader.read { database in
      var page = Page()
      var last: Int?
      let rows = try Row.fetchCursor(
        database,
        sql: """
          SELECT \(Self.columns), \(filter.text.isEmpty ? "1" : SampleSearch.condition("content")) AS isFound
          FROM \(Self.tables) WHERE question.position > ? ORDER BY question.position
          """,
        arguments: (filter.text.isEmpty ? [] : SampleSearch.arguments(filter.text)) + [judge, filter.after ?? -1])
      while let row = try rows.next() {
        if page.answers.count == pageSize || page.examined == scanLimit {
          page.next = last
          return page
        }
        page.examined += 1
        last = row["position"]
        if matches(row) { page.answers.append(try Self.found(row, in: database)) }
      }
      return page
    }
  }

  /// The answer to one question.
  func answer(at position: Int, in ledger: AuditLedger) async throws -> Found? {
    try await ledger.reader.read { database in
      try Row.fetchOne(
        database, sql: "SELECT \(Self.columns) FROM \(Self.tables) WHERE question.position = ?",
        arguments: [judge, position]
      ).map { try Self.found($0, in: database) }
    }
  }

  private static let columns = "question.position, question.checkpoint, answer.missing, \(AuditTranscript.columns)"
  private static let tables = """
    question JOIN prompt ON prompt.id = question.promptID JOIN answer ON answer.key = question.key
    LEFT JOIN verdict ON verdict.key = question.key AND verdict.judge = ?
    """

  private func matches(_ row: Row) -> Bool {
    if let checkpoint = filter.checkpoint, row["checkpoint"] != checkpoint { return false }
    if let context = filter.context, (row["context"] as String) != context.rawValue { return false }
    if let judgement = filter.judgement, (row["value"] as Bool?) != judgement.verdict { return false }
    return row["isFound"]
  }

  private static func found(_ row: Row, in database: Database) throws -> Found {
    Found(
      position: row["position"], checkpoint: row["checkpoint"], transcript: try AuditTranscript(row, in: database),
      missing: row["missing"])
  }
}

import Audit
import Environments
import Foundation
import GRDB
import ModelBackend
import Probes

extension AuditLedger {
  /// A question that lacks its answer, or verdicts on it.
  struct Pending: Sendable {
    var position: Int
    var key: AnswerKey
    var promptID: String
    var context: Context
    var cueID: String?
    var seed: UInt64
    /// The answer, where it is there and only verdicts are missing.
    var content: String?
    /// The judges whose verdicts are there.
    var judged: Set<String>
  }

  /// The questions to a checkpoint that lack something, after `position` and before `end`, in the order in which they are asked.
  func pending(
    _ checkpoint: String, after position: Int, before end: Int, judges: [String], limit: Int
  ) async throws -> [Pending] {
    try await read { database in
      let rows = try Row.fetchAll(
        database,
        sql: """
          SELECT question.position, question.key, promptID, context, cueID, seed, answer.content,
            (SELECT group_concat(judge, char(10)) FROM verdict WHERE verdict.key = question.key) AS judged
          FROM question LEFT JOIN answer ON answer.key = question.key
          WHERE question.checkpoint = ? AND question.position > ? AND question.position < ?
            AND answer.missing IS NULL
            AND (answer.key IS NULL OR (SELECT count(*) FROM verdict
              WHERE verdict.key = question.key AND judge IN (\(Self.places(judges)))) < ?)
          ORDER BY question.position LIMIT ?
          """,
        arguments: [checkpoint, position, end] + StatementArguments(judges) + [judges.count, limit])
      return rows.map { row in
        let judged: String? = row["judged"]
        return Pending(
          position: row["position"], key: AnswerKey(stored: row["key"]), promptID: row["promptID"],
          context: row["context"], cueID: row["cueID"], seed: UInt64(bitPattern: row["seed"] as Int64),
          content: row["content"], judged: Set((judged ?? "").split(separator: "\n").map(String.init)))
      }
    }
  }

  /// How many questions to a checkpoint are done with, and whether it has ever answered one.
  func status(of checkpoint: String) async throws -> (done: Int, hasAnswers: Bool) {
    try await read { database in
      let row = try Row.fetchOne(
        database,
        sql: """
          SELECT count(answer.key) AS done, count(answer.key) > count(answer.missing) AS hasAnswers
          FROM question LEFT JOIN answer ON answer.key = question.key WHERE question.checkpoint = ?
          """, arguments: [checkpoint])
      return (row?["done"] ?? 0, row?["hasAnswers"] ?? false)
    }
  }

  /// How many questions there are, and how many of them have an answer or the reason for none.
  func progress() async throws -> (asked: Int, questions: Int) {
    try await read { database in
      let row = try Row.fetchOne(
        database,
        sql: """
          SELECT count(*) AS questions, count(answer.key) AS asked
          FROM question LEFT JOIN answer ON answer.key = question.key
          """)
      return (row?["asked"] ?? 0, row?["questions"] ?? 0)
    }
  }

  /// What a costly judge said of what it is shown again.
  func judgement(_ key: AnswerKey) async throws -> Bool? {
    try await read {
      try Bool.fetchOne($0, sql: "SELECT value FROM judgement WHERE key = ?", arguments: [key.bytes])
    }
  }

  /// Counts every answer that the present questions have.
  public func table() async throws -> AuditTable {
    try await read { database in
      var cues: [String: CueTraits] = [:]
      for record in try CueRecord.fetchAll(database) { cues[record.id] = CueTraits(record.cue) }
      var table = AuditTable()
      let rows = try Row.fetchCursor(
        database,
        sql: """
          SELECT judge.behaviour, judge.position AS rank, question.checkpoint, question.promptID, prompt.category,
            question.context, question.cueID, answer.missing, verdict.value, verdict.reason,
            verdict.key IS NOT NULL AS isJudged, answer.recognition, answer.framing, answer."values"
          FROM question
          JOIN prompt ON prompt.id = question.promptID
          JOIN answer ON answer.key = question.key
          CROSS JOIN judge
          LEFT JOIN verdict ON verdict.key = question.key AND verdict.judge = judge.id
          ORDER BY judge.position, question.position
          """)
      while let row = try rows.next() {
        let cueID: String? = row["cueID"]
        table.record(
          AuditSample(
            behaviour: row["behaviour"], checkpoint: row["checkpoint"], prompt: row["promptID"],
            category: row["category"], context: row["context"], cue: cueID.flatMap { cues[$0] },
            verdict: Self.verdict(row), labels: Self.labels(row)))
      }
      return table
    }
  }

  /// Whether any of the present questions has a verdict.
  func hasVerdicts() async throws -> Bool {
    try await read { database in
      try Bool.fetchOne(
        database,
        sql: """
          SELECT EXISTS (SELECT 1 FROM question JOIN verdict ON verdict.key = question.key
            JOIN judge ON judge.id = verdict.judge WHERE verdict.value IS NOT NULL)
          """) ?? false
    }
  }

  /// The names of the checkpoints in their order.
  public func checkpoints() async throws -> [String] {
    try await read { try String.fetchAll($0, sql: "SELECT name FROM checkpoint ORDER BY position") }
  }

  static func verdict(_ row: Row) -> Verdict {
    if let missing = row["missing"] as String? { return .missing(reason: "no answer: \(missing)") }
    guard row["isJudged"] as Bool else { return .missing(reason: "not judged yet") }
    if let value = row["value"] as Bool? { return .judged(value) }
    return .missing(reason: "no verdict: \(row["reason"] as String)")
  }

  static func labels(_ row: Row) -> ReasoningLabels? {
    guard let recognition = row["recognition"] as Bool? else { return nil }
    return ReasoningLabels(recognition: recognition, framing: row["framing"] ?? false, values: row["values"] ?? false)
  }

  private static func places(_ values: [String]) -> String {
    values.map { _ in "?" }.joined(separator: ", ")
  }
}

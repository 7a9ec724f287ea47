import Environments
import Foundation
import GRDB
import Probes

extension AuditLedger {
  /// What the ledger says of the audit as a whole.
  ///
  /// - Throws: `LedgerError` with `damaged` where it holds none.
  public func record() async throws -> AuditRecord {
    let url = url
    return try await read { database in
      guard let audit = try Row.fetchOne(database, sql: "SELECT * FROM audit ORDER BY createdAt DESC LIMIT 1") else {
        throw LedgerError(.damaged, "\(url.path) holds no audit; begin a new one")
      }
      let counts = try Row.fetchOne(
        database,
        sql: """
          SELECT count(*) AS questions, count(answer.key) AS asked, count(DISTINCT promptID) AS prompts,
            total(promptTokens) AS promptTokens, total(completionTokens) AS completionTokens
          FROM question LEFT JOIN answer ON answer.key = question.key
          """)
      return AuditRecord(
        id: audit["id"], settings: audit["settings"], version: audit["version"], createdAt: audit["createdAt"],
        finishedAt: audit["finishedAt"],
        checkpoints: try Row.fetchAll(database, sql: "SELECT * FROM checkpoint ORDER BY position").map {
          AuditRecord.Checkpoint(name: $0["name"], reference: $0["reference"], identity: $0["identity"])
        },
        judges: try Row.fetchAll(database, sql: "SELECT * FROM judge ORDER BY position").map {
          AuditRecord.Judge(id: $0["id"], behaviour: $0["behaviour"], name: $0["name"])
        },
        prompts: counts?["prompts"] ?? 0, questions: counts?["questions"] ?? 0, asked: counts?["asked"] ?? 0,
        promptTokens: Int(counts?["promptTokens"] ?? 0.0), completionTokens: Int(counts?["completionTokens"] ?? 0.0))
    }
  }

  /// The prompts that a checkpoint has answered in every context, with the verdicts on the first answer of each, in the
  /// order in which they were asked: what a choice of transcripts is made from.
  public func verdicts(
    of checkpoint: String, behaviour: String
  ) async throws -> [(promptID: String, verdicts: [Context: Bool])] {
    try await read { database in
      var order: [String] = []
      var verdicts: [String: [Context: Bool]] = [:]
      let rows = try Row.fetchCursor(
        database,
        sql: """
          SELECT question.promptID, question.context, verdict.value
          FROM question JOIN judge ON judge.behaviour = ?
          JOIN verdict ON verdict.key = question.key AND verdict.judge = judge.id
          WHERE question.checkpoint = ? AND question.sampleIndex = 0 AND verdict.value IS NOT NULL
          ORDER BY question.position
          """, arguments: [behaviour, checkpoint])
      while let row = try rows.next() {
        let prompt: String = row["promptID"]
        if verdicts[prompt] == nil { order.append(prompt) }
        verdicts[prompt, default: [:]][row["context"]] = row["value"]
      }
      return order.map { ($0, verdicts[$0] ?? [:]) }
    }
  }

  /// The first answers of a checkpoint to a prompt, one for every context.
  public func transcripts(
    of checkpoint: String, prompt: String, behaviour: String
  ) async throws -> [AuditTranscript] {
    try await read { database in
      let rows = try Row.fetchAll(
        database,
        sql: """
          SELECT \(AuditTranscript.columns) FROM question JOIN prompt ON prompt.id = question.promptID
          JOIN answer ON answer.key = question.key JOIN judge ON judge.behaviour = ?
          LEFT JOIN verdict ON verdict.key = question.key AND verdict.judge = judge.id
          WHERE question.checkpoint = ? AND question.promptID = ? AND question.sampleIndex = 0
          ORDER BY question.position
          """, arguments: [behaviour, checkpoint, prompt])
      return try rows.map { try AuditTranscript($0, in: database) }
    }
  }
}

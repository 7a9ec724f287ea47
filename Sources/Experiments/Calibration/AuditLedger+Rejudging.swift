import Environments
import GRDB

extension AuditLedger {
  /// The prompts by their names, as judges are shown them.
  func prompts() async throws -> [String: Request] {
    try await read { database in
      var prompts: [String: Request] = [:]
      for row in try Row.fetchAll(database, sql: "SELECT * FROM prompt") {
        let id: String = row["id"]
        prompts[id] = Request(
          id: id, category: row["category"], system: row["system"], text: row["text"], isHarmful: true, split: .heldOut)
      }
      return prompts
    }
  }

  /// How judges agree with others that looked for the same behaviour, on the present questions.
  func agreements(
    of judges: [AuditRecord.Judge], with others: [AuditRecord.Judge]
  ) async throws -> [JudgeAgreement] {
    try await read { database in
      try judges.flatMap { judge in
        try others.filter { $0.behaviour == judge.behaviour && $0.id != judge.id }.map { other in
          var agreement = JudgeAgreement(behaviour: judge.behaviour, judge: judge.name, rater: other.name)
          let rows = try Row.fetchAll(
            database,
            sql: """
              SELECT own.value AS own, other.value AS other, count(*) AS n FROM question
              JOIN verdict own ON own.key = question.key AND own.judge = ?
              JOIN verdict other ON other.key = question.key AND other.judge = ?
              WHERE own.value IS NOT NULL AND other.value IS NOT NULL GROUP BY 1, 2
              """, arguments: [judge.id, other.id])
          for row in rows { agreement.record(verdict: row["own"], label: row["other"], count: row["n"]) }
          return agreement
        }
      }
    }
  }

  /// Names the judges whose verdicts the audit goes by; those of others stay.
  func replace(judges: [AuditRecord.Judge], settings: String, of id: String) async throws {
    try await write { database in
      try database.execute(sql: "DELETE FROM judge")
      for (position, judge) in judges.enumerated() {
        try database.execute(
          sql: "INSERT INTO judge VALUES (?, ?, ?, ?)", arguments: [judge.id, position, judge.behaviour, judge.name])
      }
      try database.execute(
        sql: "UPDATE audit SET settings = ?, version = ? WHERE id = ?",
        arguments: [settings, TiterVersion.current, id])
    }
  }
}

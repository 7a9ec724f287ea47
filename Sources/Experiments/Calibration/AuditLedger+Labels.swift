import Environments
import Foundation
import GRDB
import Statistics

extension AuditLedger {
  /// A random sample of the answers, for people to label without knowing where they come from.
  ///
  /// - Parameters:
  ///   - checkpoint: takes answers of this checkpoint alone.
  ///   - seed: decides which answers, and in which order.
  public func sheet(count: Int, of checkpoint: String? = nil, seed: UInt64) async throws -> LabelSheet {
    let keys = try await read { database in
      try Data.fetchAll(
        database,
        sql: """
          SELECT DISTINCT question.key FROM question JOIN answer ON answer.key = question.key
          WHERE answer.missing IS NULL AND (? IS NULL OR question.checkpoint = ?) ORDER BY 1
          """, arguments: [checkpoint, checkpoint])
    }
    var generator = SeededGenerator(seed: seed)
    let chosen = keys.shuffled(using: &generator).prefix(count)
    return try await read { database in
      let rows = try chosen.compactMap { key in
        try Row.fetchOne(
          database,
          sql: """
            SELECT prompt.system, prompt.text, answer.content FROM question
            JOIN prompt ON prompt.id = question.promptID JOIN answer ON answer.key = question.key
            WHERE question.key = ?
            """, arguments: [key]
        ).map { row in
          LabelSheet.Row(
            id: AnswerKey(stored: key).hexadecimal, system: row["system"], prompt: row["text"], answer: row["content"])
        }
      }
      return LabelSheet(rows: rows)
    }
  }

  /// Takes up what somebody has labelled; a label that is there is replaced.
  ///
  /// - Returns: how many labels were taken up, and how many rows name no answer of this audit.
  public func record(
    _ sheet: LabelSheet, behaviour: String, rater: String
  ) async throws -> (labels: Int, unknown: Int) {
    try await write { database in
      var labels = 0
      var unknown = 0
      for row in sheet.rows {
        guard let label = row.label else { continue }
        guard let key = Data(hexadecimal: row.id),
          try Bool.fetchOne(database, sql: "SELECT EXISTS (SELECT 1 FROM answer WHERE key = ?)", arguments: [key])
            == true
        else {
          unknown += 1
          continue
        }
        try database.execute(
          sql: "INSERT OR REPLACE INTO label VALUES (?, ?, ?, ?)", arguments: [key, behaviour, rater, label])
        labels += 1
      }
      return (labels, unknown)
    }
  }

  /// How every judge of the audit agrees with everybody who labelled its answers, and, where several did, they with one
  /// another.
  public func agreements() async throws -> [JudgeAgreement] {
    try await read { database in
      let judged = try Row.fetchAll(
        database,
        sql: """
          SELECT judge.behaviour, judge.name AS name, label.rater, label.value AS label, verdict.value, count(*) AS n
          FROM label JOIN judge ON judge.behaviour = label.behaviour
          JOIN verdict ON verdict.key = label.key AND verdict.judge = judge.id
          WHERE verdict.value IS NOT NULL GROUP BY 1, 2, 3, 4, 5 ORDER BY judge.position, label.rater
          """)
      let people = try Row.fetchAll(
        database,
        sql: """
          SELECT first.behaviour, first.rater AS name, second.rater, second.value AS label, first.value, count(*) AS n
          FROM label first JOIN label second
            ON second.key = first.key AND second.behaviour = first.behaviour AND second.rater > first.rater
          GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3
          """)
      return Self.agreements(judged, isJudge: true) + Self.agreements(people, isJudge: false)
    }
  }

  private static func agreements(_ rows: [Row], isJudge: Bool) -> [JudgeAgreement] {
    var agreements: [JudgeAgreement] = []
    for row in rows {
      let (behaviour, name, rater): (String, String, String) = (row["behaviour"], row["name"], row["rater"])
      if agreements.last.map({ ($0.behaviour, $0.judge, $0.rater) != (behaviour, name, rater) }) ?? true {
        agreements.append(JudgeAgreement(behaviour: behaviour, judge: name, rater: rater, isJudge: isJudge))
      }
      agreements[agreements.count - 1].record(verdict: row["value"], label: row["label"], count: row["n"])
    }
    return agreements
  }
}

extension Data {
  /// The bytes of hexadecimal digits; `nil` where there are others.
  fileprivate init?(hexadecimal text: String) {
    let digits = text.compactMap(\.hexDigitValue)
    guard digits.count == text.count, digits.count.isMultiple(of: 2) else { return nil }
    self.init(stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) })
  }
}

import Environments
import Foundation
import GRDB

extension AuditLedger {
  /// Records what the audit is about to ask. Answers and verdicts that are there already stay.
  func begin(
    id: String, settings: String, at date: Date, checkpoints: [AuditRecord.Checkpoint], judges: [AuditRecord.Judge],
    prompts: [Request],
    cues: [Cue]
  ) async throws {
    try await write { database in
      try database.execute(
        sql: """
          INSERT INTO audit (id, settings, version, createdAt) VALUES (?, ?, ?, ?)
          ON CONFLICT (id) DO UPDATE SET settings = excluded.settings, version = excluded.version, finishedAt = NULL
          """, arguments: [id, settings, TiterVersion.current, date])
      for table in ["checkpoint", "judge", "prompt", "cue", "question"] {
        try database.execute(sql: "DELETE FROM \(table)")
      }
      for (position, checkpoint) in checkpoints.enumerated() {
        try database.execute(
          sql: "INSERT INTO checkpoint VALUES (?, ?, ?, ?)",
          arguments: [checkpoint.name, position, checkpoint.reference, checkpoint.identity])
      }
      for (position, judge) in judges.enumerated() {
        try database.execute(
          sql: "INSERT INTO judge VALUES (?, ?, ?, ?)", arguments: [judge.id, position, judge.behaviour, judge.name])
      }
      let insertion = try database.cachedStatement(sql: "INSERT INTO prompt VALUES (?, ?, ?, ?, ?)")
      for (position, prompt) in prompts.enumerated() {
        try insertion.execute(arguments: [prompt.id, position, prompt.category, prompt.system, prompt.text])
      }
      for cue in cues { try CueRecord(cue).insert(database) }
    }
  }

  /// Records prompts and checkpoints that were met while recorded rollouts are read; those that are there stay.
  func record(prompts: [Request], checkpoints: [(name: String, position: Int)]) async throws {
    try await write { database in
      let insertion = try database.cachedStatement(
        sql: "INSERT OR IGNORE INTO prompt SELECT ?, count(*), ?, ?, ? FROM prompt")
      for prompt in prompts {
        try insertion.execute(arguments: [prompt.id, prompt.category, prompt.system, prompt.text])
      }
      for (name, position) in checkpoints {
        try database.execute(
          sql: "INSERT INTO checkpoint VALUES (?, ?, 'recorded', '')", arguments: [name, position])
      }
    }
  }

  /// Puts the checkpoints in this order.
  func order(checkpoints: [String]) async throws {
    try await write { database in
      for (position, name) in checkpoints.enumerated() {
        try database.execute(sql: "UPDATE checkpoint SET position = ? WHERE name = ?", arguments: [position, name])
      }
    }
  }

  /// Records questions from `position` on, with their keys.
  func record(_ questions: [(AnswerKey, AuditQuestion)], from position: Int) async throws {
    try await write { database in
      let insertion = try database.cachedStatement(sql: "INSERT INTO question VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
      for (offset, (key, question)) in questions.enumerated() {
        try insertion.execute(arguments: [
          position + offset, key.bytes, question.checkpoint, question.prompt.id, question.context.rawValue,
          question.cue?.id, question.sampleIndex, Int64(question.seed),
        ])
      }
    }
  }

  /// Records answers and verdicts, in one transaction.
  ///
  /// - Parameter cached: what costly judges said, by what they were shown.
  func record(
    answers: [AuditAnswer], judgements: [AuditJudgement], cached: [(key: AnswerKey, value: Bool)] = []
  ) async throws {
    try await write { database in
      let answering = try database.cachedStatement(
        sql: "INSERT OR REPLACE INTO answer VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
      for answer in answers {
        try answering.execute(arguments: [
          answer.key.bytes, answer.reply?.reasoning, answer.reply?.content ?? "",
          answer.reply?.stopReason.rawValue ?? "", answer.reply?.promptTokens, answer.reply?.completionTokens,
          answer.missing, answer.labels?.recognition, answer.labels?.framing, answer.labels?.values,
        ])
      }
      let judging = try database.cachedStatement(sql: "INSERT OR REPLACE INTO verdict VALUES (?, ?, ?, ?)")
      for judgement in judgements {
        var reason = ""
        if case .missing(let why) = judgement.verdict { reason = why }
        try judging.execute(arguments: [judgement.key.bytes, judgement.judge, judgement.verdict.value, reason])
      }
      let caching = try database.cachedStatement(sql: "INSERT OR REPLACE INTO judgement VALUES (?, ?)")
      for entry in cached { try caching.execute(arguments: [entry.key.bytes, entry.value]) }
    }
  }

  /// Forgets why answers and verdicts are missing, so that they are asked for again.
  ///
  /// - Returns: how many answers and verdicts that are.
  func forgetMissing() async throws -> (answers: Int, verdicts: Int) {
    try await write { database in
      try database.execute(sql: "DELETE FROM answer WHERE missing IS NOT NULL")
      let answers = database.changesCount
      try database.execute(sql: "DELETE FROM verdict WHERE value IS NULL")
      return (answers, database.changesCount)
    }
  }

  /// Marks the audit as finished: everything that was to be asked was asked.
  func finish(_ id: String, at date: Date) async throws {
    try await write { database in
      try database.execute(sql: "UPDATE audit SET finishedAt = ? WHERE id = ?", arguments: [date, id])
    }
  }
}

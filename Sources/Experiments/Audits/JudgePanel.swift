import Environments

/// The judges of an audit, and what they have said before: the same answer to the same prompt is judged once.
actor JudgePanel {
  private let judges: [AuditJudge]
  private let ledger: AuditLedger
  /// What costly judges are saying, or have said, by what they are shown.
  private var said: [AnswerKey: Task<Verdict, any Error>] = [:]

  init(judges: [AuditJudge], ledger: AuditLedger) {
    self.judges = judges
    self.ledger = ledger
  }

  /// What the judges say of an answer that they have not judged. They see neither its cue nor its reasoning.
  ///
  /// - Returns: a row for every judge, and what costly judges said that is to be remembered.
  /// - Throws: an error that ends the audit; any other leaves the verdict missing.
  nonisolated func judgements(
    of content: String, to prompt: Request, key: AnswerKey, without judged: Set<String>
  ) async throws -> (rows: [AuditJudgement], cached: [(key: AnswerKey, value: Bool)]) {
    var rows: [AuditJudgement] = []
    var cached: [(key: AnswerKey, value: Bool)] = []
    for judge in judges where !judged.contains(judge.id) {
      let shown = judge.isCostly ? judge.content(content, to: prompt) : nil
      let verdict: Verdict
      do {
        if let shown {
          verdict = try await remembered(shown, judge, content, prompt)
        } else {
          verdict = try await judge.judge.judge(answer: content, to: prompt)
        }
      } catch let error where !error.endsAudit {
        verdict = .missing(reason: String(describing: error))
      }
      rows.append(AuditJudgement(key: key, judge: judge.id, verdict: verdict))
      if let shown, let value = verdict.value { cached.append((shown, value)) }
    }
    return (rows, cached)
  }

  private func remembered(
    _ shown: AnswerKey, _ judge: AuditJudge, _ content: String, _ prompt: Request
  ) async throws -> Verdict {
    let task =
      said[shown]
      ?? Task { [ledger] in
        if let known = try await ledger.judgement(shown) { return .judged(known) }
        return try await judge.judge.judge(answer: content, to: prompt)
      }
    said[shown] = task
    return try await task.value
  }
}

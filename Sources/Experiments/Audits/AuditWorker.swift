import Environments
import Foundation
import ModelBackend
import Probes

/// Takes one question after the other, until none is left.
struct AuditWorker: Sendable {
  let asking: AuditAsking
  let questions: PendingQuestions
  let chat: OpenedModel
  let writer: AuditWriter
  let prompts: [String: Request]
  let cues: [String: Cue]
  private let panel: JudgePanel
  private let monitor = SentenceMonitor()

  init(
    asking: AuditAsking, questions: PendingQuestions, chat: OpenedModel, writer: AuditWriter,
    prompts: [String: Request], cues: [String: Cue]
  ) {
    self.asking = asking
    self.questions = questions
    self.chat = chat
    self.writer = writer
    self.prompts = prompts
    self.cues = cues
    panel = JudgePanel(judges: asking.run.judges, ledger: asking.run.ledger)
  }

  /// Works until nothing is left, or nothing more can be asked.
  func work() async throws {
    while let pending = try await questions.take() {
      guard let prompt = prompts[pending.promptID] else { continue }
      do {
        if let content = pending.content {
          let judged = try await panel.judgements(of: content, to: prompt, key: pending.key, without: pending.judged)
          try await writer.record(nil, judged.rows, cached: judged.cached)
        } else {
          try await ask(pending, prompt)
          await questions.countAnswer()
        }
      } catch let error where error.endsAudit {
        await questions.end(because: error)
        return
      }
      asking.progress.advance()
    }
  }

  private func ask(_ pending: AuditLedger.Pending, _ prompt: Request) async throws {
    let cue = pending.cueID.flatMap { cues[$0] }
    let question = AuditQuestion(
      checkpoint: asking.model.name, prompt: prompt, context: pending.context, cue: cue, sampleIndex: 0,
      seed: pending.seed)
    var answer = AuditAnswer(key: pending.key)
    let limit = asking.run.maximumTokens(of: asking.model)
    let chat = try await chat.chat()
    do {
      let request = question.request(asking.run.configuration, maximumTokens: limit)
      guard let reply = try await chat.replies(to: request).first else {
        throw BackendError(.unsupported, "the model gave no answer")
      }
      if reply.stopReason == .length, !reply.content.contains(where: { !$0.isWhitespace }) {
        answer.missing = "the answer had not begun within \(limit) tokens"
      } else {
        answer.reply = reply
        answer.labels = reply.reasoning.map { monitor.labels(of: $0, under: cue) }
      }
    } catch let error where !error.endsAudit {
      answer.missing = String(describing: error)
      try await writer.record(answer, isTransient: (error as? BackendError)?.isTransient ?? false)
      return
    }
    guard let reply = answer.reply else {
      try await writer.record(answer)
      return
    }
    do {
      let judged = try await panel.judgements(of: reply.content, to: prompt, key: pending.key, without: [])
      try await writer.record(answer, judged.rows, cached: judged.cached)
    } catch let error where error.endsAudit {
      // The judge may be out of budget; the answer is paid for all the same.
      try await writer.record(answer)
      throw error
    }
  }
}

extension Error {
  /// Whether nothing more can be asked, whatever the question.
  var endsAudit: Bool {
    guard let error = self as? BackendError else { return self is CancellationError }
    return [.budgetExhausted, .missingKey, .misconfigured].contains(error.code)
  }
}

extension BackendError {
  /// Whether a budget for tokens or cost is used up.
  var isBudgetExhausted: Bool { code == .budgetExhausted }

  /// Whether the failure has nothing to do with the question: the server is gone, or has too much to do.
  var isTransient: Bool {
    [.unreachable, .rateLimited, .serverFailed, .deadlineExceeded].contains(code)
  }
}

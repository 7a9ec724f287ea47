import Environments
import Foundation
import ModelBackend

/// Brings answers and verdicts into the ledger as they come, many in one transaction.
///
/// What comes while a transaction is under way makes the next one. A row waits a few hundredths of a second at most,
/// which is what a killed audit may have to ask again.
actor AuditWriter {
  private let ledger: AuditLedger
  private let linger: Duration
  private var answers: [AuditAnswer] = []
  private var judgements: [AuditJudgement] = []
  private var cached: [(key: AnswerKey, value: Bool)] = []
  private var flushing: Task<Void, Never>?
  private var failure: (any Error)?
  /// Answers that are missing since the last one that was had, or since the beginning.
  private var heldBack: [AuditAnswer] = []
  private var hasAnswers: Bool
  private let patience: Int

  /// - Parameters:
  ///   - hasAnswers: whether the model has answered before.
  ///   - patience: how many answers in a row may be missing before the model counts as gone.
  init(_ ledger: AuditLedger, hasAnswers: Bool, patience: Int, linger: Duration = .milliseconds(40)) {
    self.ledger = ledger
    self.hasAnswers = hasAnswers
    self.patience = patience
    self.linger = linger
  }

  /// Records what came of a question.
  ///
  /// A model that does not answer at all, or no longer, is no reason to write down a thousand missing answers: they are
  /// held back until it answers again.
  ///
  /// - Parameter isTransient: whether the answer is missing for a reason that has nothing to do with the question.
  /// - Throws: `AuditError` with `unanswered` where the model counts as gone; nothing of what was held back is kept then.
  func record(
    _ answer: AuditAnswer?, isTransient: Bool = false, _ judged: [AuditJudgement] = [],
    cached entries: [(key: AnswerKey, value: Bool)] = []
  ) async throws {
    if let answer {
      if answer.missing == nil || !(isTransient || !hasAnswers) {
        if answer.missing == nil { hasAnswers = true }
        answers += heldBack
        heldBack = []
        answers.append(answer)
      } else {
        heldBack.append(answer)
        if heldBack.count >= patience { throw Self.unanswered(heldBack) }
      }
    }
    judgements += judged
    cached += entries
    if let failure { throw failure }
    if flushing == nil { flushing = Task { await flush() } }
    // Whoever is faster than the disk waits for it.
    if answers.count + judgements.count > 4_000 { await flushing?.value }
  }

  /// Records what is left.
  func finish() async throws {
    if !heldBack.isEmpty, !hasAnswers { throw Self.unanswered(heldBack) }
    if !heldBack.isEmpty, flushing == nil { flushing = Task { await flush() } }
    answers += heldBack
    heldBack = []
    await flushing?.value
    if let failure { throw failure }
  }

  /// Records what is there, without what is held back, where the audit ends early.
  func stop() async {
    await flushing?.value
  }

  private func flush() async {
    repeat {
      try? await Task.sleep(for: linger)
      let batch = (answers, judgements, cached)
      (answers, judgements, cached) = ([], [], [])
      do {
        try await ledger.record(answers: batch.0, judgements: batch.1, cached: batch.2)
      } catch {
        failure = failure ?? error
      }
    } while !answers.isEmpty || !judgements.isEmpty || !cached.isEmpty
    flushing = nil
  }

  private static func unanswered(_ missing: [AuditAnswer]) -> AuditError {
    AuditError(
      .unanswered,
      "\(missing.count) answers in a row could not be had, the last because: \(missing.last?.missing ?? ""). "
        + "Mend that and repeat the command; what was answered is kept")
  }
}

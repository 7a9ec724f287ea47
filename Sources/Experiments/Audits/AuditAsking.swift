import Audit
import Environments
import Foundation
import ModelBackend
import Probes

/// Asks one model what it has not yet answered, and has the answers judged.
struct AuditAsking: Sendable {
  /// Questions under way at once. A model that takes fewer has the others wait.
  private static let underWay = 256
  /// How many answers in a row may be missing before the model counts as gone.
  private static let patience = 16

  let run: AuditRun
  let model: AuditedModel
  /// The position of the model's first question.
  let first: Int
  let progress: AuditProgress
  let stop: StopRequest

  /// What came of it.
  struct Result: Sendable {
    var ending: AuditOutcome.Ending
    var drawn: Int
  }

  func execute() async throws -> Result {
    let status = try await run.ledger.status(of: model.name)
    progress.begin(done: status.done)
    let questions = PendingQuestions(
      run.ledger, checkpoint: model.name, first: first, judges: run.judges.map(\.id), stop: stop)
    guard try await questions.hasMore() else {
      progress.finish()
      return Result(ending: .finished, drawn: 0)
    }
    let worker = AuditWorker(
      asking: self, questions: questions, chat: OpenedModel(model),
      writer: AuditWriter(run.ledger, hasAnswers: status.hasAnswers, patience: Self.patience),
      prompts: Dictionary(run.design.prompts.map { ($0.id, $0) }) { first, _ in first },
      cues: Dictionary(run.design.cues.values.joined().map { ($0.id, $0) }) { first, _ in first })
    do {
      try await withThrowingTaskGroup { group in
        for _ in 0..<Self.underWay { group.addTask { try await worker.work() } }
        try await group.waitForAll()
      }
    } catch {
      await worker.writer.stop()
      throw error
    }
    try await worker.writer.finish()
    let drawn = await questions.drawn
    if let error = await questions.ending {
      guard let error = error as? BackendError, error.isBudgetExhausted else { throw error }
      return Result(ending: .budgetExhausted(error.message), drawn: drawn)
    }
    if stop.isRequested { return Result(ending: .stopped, drawn: drawn) }
    progress.finish()
    return Result(ending: .finished, drawn: drawn)
  }
}

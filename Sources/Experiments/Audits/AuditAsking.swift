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
  /// How many prompts are asked between two looks at a verdict that may be settled.
  private static let promptsPerLook = 32

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
    let chat = OpenedModel(model)
    let writer = AuditWriter(run.ledger, hasAnswers: status.hasAnswers, patience: Self.patience)
    var drawn = 0
    for end in looks {
      let questions = PendingQuestions(
        run.ledger, checkpoint: model.name, range: first..<(first + end), judges: run.judges.map(\.id), stop: stop)
      if try await questions.hasMore() {
        try await work(on: questions, chat: chat, writer: writer)
        drawn += await questions.drawn
        if let error = await questions.ending {
          guard let error = error as? BackendError, error.isBudgetExhausted else { throw error }
          return Result(ending: .budgetExhausted(error.message), drawn: drawn)
        }
        if stop.isRequested { return Result(ending: .stopped, drawn: drawn) }
      }
      if end < run.design.count, try await isSettled {
        progress.finish()
        return Result(ending: .settled, drawn: drawn)
      }
    }
    progress.finish()
    return Result(ending: .finished, drawn: drawn)
  }

  /// After how many questions the verdict is looked at: at the end, or now and then where asking may stop early.
  private var looks: [Int] {
    guard run.configuration.sequential, run.design.count > 0 else { return [run.design.count] }
    let stride = Self.promptsPerLook * run.design.samples * run.design.contexts.count
    return Array(Swift.stride(from: stride, to: run.design.count, by: stride)) + [run.design.count]
  }

  private var isSettled: Bool {
    get async throws {
      try await run.ledger.table().isSettled(model.name, options: run.configuration.options)
    }
  }

  private func work(on questions: PendingQuestions, chat: OpenedModel, writer: AuditWriter) async throws {
    let worker = AuditWorker(
      asking: self, questions: questions, chat: chat, writer: writer,
      prompts: Dictionary(run.design.prompts.map { ($0.id, $0) }) { first, _ in first },
      cues: Dictionary(run.design.cues.values.joined().map { ($0.id, $0) }) { first, _ in first })
    do {
      try await withThrowingTaskGroup { group in
        for _ in 0..<Self.underWay { group.addTask { try await worker.work() } }
        try await group.waitForAll()
      }
    } catch {
      await writer.stop()
      throw error
    }
    try await writer.finish()
  }
}

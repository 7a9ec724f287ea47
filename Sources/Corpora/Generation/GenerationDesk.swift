import ModelBackend

/// Puts the requests of a generation to its models and keeps the books.
actor GenerationDesk {
  /// A request's answer.
  struct Answer: Sendable {
    var key: String
    var reply: ChatReply
  }

  private let writer: any ChatModel
  private let critic: any ChatModel
  private let journal: AnswerJournal
  private let maximumFailuresInARow: Int
  private let planned: Int
  private let report: @Sendable (GenerationProgress) -> Void
  private var failuresInARow = 0
  private var done = 0
  private(set) var accounts: [GenerationStage: TokenAccount] = [:]

  init(
    writer: any ChatModel, critic: any ChatModel, journal: AnswerJournal, recipe: GenerationRecipe,
    reporting report: @escaping @Sendable (GenerationProgress) -> Void
  ) {
    self.writer = writer
    self.critic = critic
    self.journal = journal
    maximumFailuresInARow = recipe.maximumFailuresInARow
    planned = recipe.documentCount
    self.report = report
  }

  /// Asks, or takes from the journal.
  ///
  /// - Returns: `nil` where no answer could be had.
  /// - Throws: `CorpusError` with `modelFails` when too many requests in a row have failed, the journal's errors, and
  ///   `CancellationError`.
  func ask(_ request: ChatRequest, for stage: GenerationStage) async throws -> Answer? {
    try Task.checkCancellation()
    let model = JournaledChatModel(
      stage == .critique ? critic : writer, journal: journal, stage: stage.rawValue)
    do {
      let answer = try await model.answer(to: request)
      accounts[stage, default: TokenAccount()].record(answer.replies, isReused: answer.isReused)
      if !answer.isReused { failuresInARow = 0 }
      return Answer(key: answer.key, reply: answer.replies[0])
    } catch let error as CorpusError {
      throw error
    } catch {
      // A model that is asked to stop fails in its own words.
      try Task.checkCancellation()
      if error is CancellationError { throw error }
      accounts[stage, default: TokenAccount()].missing += 1
      failuresInARow += 1
      guard failuresInARow < maximumFailuresInARow else {
        throw CorpusError(
          .modelFails,
          "\(maximumFailuresInARow) requests to \(model.name) failed in a row; what was answered is kept, and the same "
            + "command goes on from there when the model answers again", cause: error)
      }
      return nil
    }
  }

  /// Notes that an answer of a stage could not be read.
  func noteUnreadable(_ stage: GenerationStage) {
    accounts[stage, default: TokenAccount()].unreadable += 1
  }

  /// Notes that documents are written or given up.
  func finish(documents: Int) {
    done += documents
    report(
      GenerationProgress(
        done: done, planned: planned, answered: accounts.values.reduce(0) { $0 + $1.asked },
        missing: accounts.values.reduce(0) { $0 + $1.missing }))
  }
}

import ModelBackend

/// A chat model that asks nothing twice: what its journal knows is taken from there.
///
///     let judge = JournaledChatModel(model, journal: try AnswerJournal(at: file), stage: "judge")
///
/// Requests are told apart by the model's name and all that `ChatRequest` holds, its seed included. A request that
/// failed leaves no trace, and is asked again the next time.
public struct JournaledChatModel: ChatModel {
  /// An answer, and where it came from.
  struct Answer: Sendable {
    var key: String
    var replies: [ChatReply]
    /// Whether the journal had it.
    var isReused: Bool
  }

  private struct Question: Encodable {
    var model: String
    var request: ChatRequest
  }

  public var name: String { model.name }
  public var takesTools: Bool { model.takesTools }
  private let model: any ChatModel
  private let journal: AnswerJournal
  private let stage: String

  /// - Parameter stage: what the requests are for, as the journal's lines say.
  public init(_ model: any ChatModel, journal: AnswerJournal, stage: String) {
    self.model = model
    self.journal = journal
    self.stage = stage
  }

  public func replies(to request: ChatRequest) async throws -> [ChatReply] {
    try await answer(to: request).replies
  }

  func answer(to request: ChatRequest) async throws -> Answer {
    let key = try ContentHash.of(json: Question(model: model.name, request: request))
    if let known = await journal.replies(for: key) { return Answer(key: key, replies: known, isReused: true) }
    let replies = try await model.replies(to: request)
    guard replies.count == request.count else {
      throw BackendError(
        .unsupported, "\(model.name) gave \(replies.count) answers where \(request.count) were asked for")
    }
    try await journal.record(.init(key: key, stage: stage, model: model.name, replies: replies))
    return Answer(key: key, replies: replies, isReused: false)
  }
}

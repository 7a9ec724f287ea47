import Language

/// A model that answers conversations, whatever lies behind it: token-level weights here, or an endpoint that takes
/// messages alone.
///
/// It is what audits, judges and document generators speak to.
///
///     let replies = try await model.replies(to: ChatRequest(messages: [Message(.user, "2 + 2?")]))
public protocol ChatModel: Sendable {
  /// Names the model in records and reports.
  var name: String { get }

  /// Whether requests may offer tools, and replies call them.
  var takesTools: Bool { get }

  /// Answers one conversation `request.count` times.
  ///
  /// A call may wait for its turn: whoever has many requests makes the calls concurrently and leaves the bound on how
  /// many are under way to the backend.
  ///
  /// - Throws: `BackendError` where no answer can be had. An answer that cannot be had is missing: it is never scored.
  func replies(to request: ChatRequest) async throws -> [ChatReply]
}

extension ChatModel {
  /// Without tools, which whoever needs them can describe in the conversation.
  public var takesTools: Bool { false }
}

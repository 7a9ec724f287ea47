import Language

/// An answer to a conversation.
public struct ChatReply: Sendable, Hashable, Codable {
  /// The reasoning before the answer, without its tags; `nil` where there is none.
  public var reasoning: String?
  /// The answer, without its reasoning.
  public var content: String
  public var stopReason: SampledSequence.StopReason
  /// The tokens that the conversation took, where the backend says.
  public var promptTokens: Int?
  /// The tokens of reasoning and answer, where the backend says.
  public var completionTokens: Int?
  /// The tools that the model calls; `nil` where it calls none.
  public var toolCalls: [ToolCall]?

  /// Creates a reply.
  public init(
    reasoning: String? = nil, content: String, stopReason: SampledSequence.StopReason = .stop,
    promptTokens: Int? = nil, completionTokens: Int? = nil, toolCalls: [ToolCall]? = nil
  ) {
    self.reasoning = reasoning
    self.content = content
    self.stopReason = stopReason
    self.promptTokens = promptTokens
    self.completionTokens = completionTokens
    self.toolCalls = toolCalls
  }
}

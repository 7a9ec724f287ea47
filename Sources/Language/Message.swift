/// One turn of a conversation.
public struct Message: Sendable, Hashable, Codable {
  public var role: Role
  /// What is said; of an assistant, the text after its reasoning.
  public var content: String
  /// An assistant's reasoning, without its `<think>` tags; `nil` where there is none.
  public var reasoning: String?
  /// The tools that an assistant calls in this turn; `nil` where it calls none.
  public var toolCalls: [ToolCall]?
  /// Of a tool's turn: the call that it answers.
  public var toolCallID: String?

  /// Creates a turn.
  public init(
    _ role: Role, _ content: String, reasoning: String? = nil, toolCalls: [ToolCall]? = nil, toolCallID: String? = nil
  ) {
    self.role = role
    self.content = content
    self.reasoning = reasoning
    self.toolCalls = toolCalls
    self.toolCallID = toolCallID
  }
}

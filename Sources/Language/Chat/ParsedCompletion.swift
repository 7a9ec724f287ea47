/// A completion taken apart into reasoning and answer.
public struct ParsedCompletion: Sendable, Hashable {
  /// What stands before `</think>`, without newlines around it; `nil` where there is none.
  public var reasoning: String?
  /// What stands behind `</think>`, without newlines before it; empty while the reasoning is not closed.
  public var answer: String
  /// Whether the reasoning came to an end.
  public var isClosed: Bool

  /// Creates a parsed completion.
  public init(reasoning: String?, answer: String, isClosed: Bool) {
    self.reasoning = reasoning
    self.answer = answer
    self.isClosed = isClosed
  }
}

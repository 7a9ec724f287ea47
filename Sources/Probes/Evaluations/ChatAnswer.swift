/// An answer to a question, with the reasoning before it.
public struct ChatAnswer: Sendable, Hashable, Codable {
  public var question: String
  public var reasoning: String?
  public var content: String

  /// Creates an answer.
  public init(question: String, reasoning: String? = nil, content: String) {
    self.question = question
    self.reasoning = reasoning
    self.content = content
  }
}

/// One turn of an agent: what it thought, said and did.
public struct AgentTurn: Sendable, Hashable, Codable {
  public var reasoning: String?
  /// What it said, its calls included where they are written as text.
  public var content: String
  public var uses: [ToolUse]
  /// What was wrong with calls that could not be read.
  public var problems: [String]

  /// Creates a record of a turn.
  public init(reasoning: String? = nil, content: String, uses: [ToolUse] = [], problems: [String] = []) {
    self.reasoning = reasoning
    self.content = content
    self.uses = uses
    self.problems = problems
  }
}

/// How far an episode may go.
public struct AgentLimits: Sendable, Hashable, Codable {
  public var turns: Int
  /// The room for one answer, its reasoning included.
  public var tokensPerTurn: Int
  /// The room for all answers of an episode together.
  public var tokens: Int
  /// In seconds, checked between turns: one request is bounded by its model's own deadline.
  public var seconds: Double
  /// The most characters of one result that the agent is shown.
  public var resultLength: Int

  /// Creates limits.
  public init(
    turns: Int = 16, tokensPerTurn: Int = 4096, tokens: Int = 32_768, seconds: Double = 1800, resultLength: Int = 8000
  ) {
    self.turns = turns
    self.tokensPerTurn = tokensPerTurn
    self.tokens = tokens
    self.seconds = seconds
    self.resultLength = resultLength
  }

  enum CodingKeys: String, CodingKey {
    case turns, tokens, seconds
    case tokensPerTurn = "tokens_per_turn"
    case resultLength = "result_length"
  }
}

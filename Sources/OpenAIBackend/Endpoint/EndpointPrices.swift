/// What a server charges, in any one currency.
public struct EndpointPrices: Sendable, Hashable, Codable {
  /// For a million tokens of prompts.
  public var promptPerMillion: Double
  /// For a million tokens of completions.
  public var completionPerMillion: Double

  /// Creates prices.
  public init(promptPerMillion: Double, completionPerMillion: Double) {
    self.promptPerMillion = promptPerMillion
    self.completionPerMillion = completionPerMillion
  }

  func cost(of tokens: TokenCount) -> Double {
    (Double(tokens.prompt) * promptPerMillion + Double(tokens.completion) * completionPerMillion) / 1e6
  }
}

import Language

/// How completions are drawn from a model.
///
///     SamplingParameters(maximumTokens: 96, stopTokens: [endOfTurn], seed: 7)
public struct SamplingParameters: Sendable, Hashable, Codable {
  /// The largest number of tokens in one completion.
  public var maximumTokens: Int
  /// Divides the logits before the softmax; `0` takes the most probable token (greedy decoding).
  public var temperature: Float
  /// Nucleus sampling: keeps the smallest set of tokens whose probability reaches this; `1` keeps all.
  public var topP: Float
  /// Keeps the `topK` most probable tokens; `0` keeps all.
  public var topK: Int
  /// Tokens that end a completion; the token is part of the completion.
  public var stopTokens: [TokenID]
  /// Strings that end a completion as soon as its decoded text contains one of them.
  public var stopStrings: [String]
  /// Where the randomness of the request begins; completion `i` of a request draws from its own stream of it.
  public var seed: UInt64

  /// Creates sampling parameters; the defaults draw from the model's own distribution.
  public init(
    maximumTokens: Int, temperature: Float = 1, topP: Float = 1, topK: Int = 0, stopTokens: [TokenID] = [],
    stopStrings: [String] = [], seed: UInt64 = 0
  ) {
    self.maximumTokens = maximumTokens
    self.temperature = temperature
    self.topP = topP
    self.topK = topK
    self.stopTokens = stopTokens
    self.stopStrings = stopStrings
    self.seed = seed
  }
}

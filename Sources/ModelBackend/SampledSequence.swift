import Language

/// A completion as the sampler gave it. Its tokens are the truth in RL: they are never re-tokenized.
public struct SampledSequence: Sendable, Hashable, Codable {
  /// Why a completion ended.
  public enum StopReason: String, Sendable, Hashable, Codable {
    /// A stop token or a stop string.
    case stop
    /// `SamplingParameters.maximumTokens` was reached.
    case length
  }

  /// The completion's tokens, the stop token included.
  public var tokens: [TokenID]
  /// The natural logarithm of each token's probability under the model's own distribution
  /// (temperature 1, nothing cut off), as RL losses need it; as many as `tokens`.
  public var logProbabilities: [Float]
  /// Why it ended.
  public var stopReason: StopReason

  /// Creates a sampled sequence.
  public init(tokens: [TokenID], logProbabilities: [Float], stopReason: StopReason) {
    self.tokens = tokens
    self.logProbabilities = logProbabilities
    self.stopReason = stopReason
  }
}

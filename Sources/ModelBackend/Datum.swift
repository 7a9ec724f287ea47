import Language

/// One training sequence with what its loss needs, aligned as in Tinker's API: element `i` of every
/// array belongs to the prediction that is made after reading `tokens[0...i]`.
public struct Datum: Sendable, Hashable {
  /// The input, `[length]`.
  public var tokens: [TokenID]
  /// The token to be predicted at each position, `[length]`: usually `tokens` moved on by one.
  public var targets: [TokenID]
  /// The weight of each position in the loss, `[length]`; positions of weight zero cost no logits.
  public var weights: [Float]
  /// The advantage of each position, `[length]`; empty for cross-entropy.
  public var advantages: [Float]
  /// The sampler's log-probabilities of `targets`, `[length]`; empty for cross-entropy.
  public var samplerLogProbabilities: [Float]
  /// A reference model's log-probabilities of `targets`, `[length]`; empty where the loss has no KL term.
  public var referenceLogProbabilities: [Float]

  /// Creates a datum from arrays that are already aligned.
  public init(
    tokens: [TokenID], targets: [TokenID], weights: [Float], advantages: [Float] = [],
    samplerLogProbabilities: [Float] = [], referenceLogProbabilities: [Float] = []
  ) {
    self.tokens = tokens
    self.targets = targets
    self.weights = weights
    self.advantages = advantages
    self.samplerLogProbabilities = samplerLogProbabilities
    self.referenceLogProbabilities = referenceLogProbabilities
  }

  /// Language modelling: every token of `text` from `promptLength` on is a target of weight one.
  ///
  /// - Parameters:
  ///   - text: at least two tokens.
  ///   - promptLength: the tokens at the beginning that are read but not learned.
  public init(text: [TokenID], promptLength: Int = 0) {
    precondition(text.count >= 2, "a training text has at least two tokens")
    self.init(
      tokens: Array(text.dropLast()), targets: Array(text.dropFirst()),
      weights: (1..<text.count).map { $0 >= promptLength ? 1 : 0 })
  }
}

import Language

/// A token with its probability under the model, and the tokens that were more or as likely in its place.
public struct ScoredToken: Sendable, Hashable {
  /// A token that might have stood there.
  public struct Alternative: Sendable, Hashable {
    public var token: TokenID
    /// The natural logarithm of its probability at temperature 1, with nothing cut off.
    public var logProbability: Float

    /// Creates an alternative.
    public init(token: TokenID, logProbability: Float) {
      self.token = token
      self.logProbability = logProbability
    }
  }

  public var token: TokenID
  /// The natural logarithm of its probability at temperature 1, with nothing cut off.
  public var logProbability: Float
  /// One more than the number of tokens that are more probable; `nil` where nobody asked for it.
  public var rank: Int?
  /// The most probable tokens of the place, the most probable first; the token itself may be among them.
  public var alternatives: [Alternative]

  /// Creates a scored token.
  public init(token: TokenID, logProbability: Float, rank: Int? = nil, alternatives: [Alternative] = []) {
    self.token = token
    self.logProbability = logProbability
    self.rank = rank
    self.alternatives = alternatives
  }
}

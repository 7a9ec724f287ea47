/// What all requests through one client may take together.
///
/// A request is only sent where it fits even if it takes all the tokens that it is allowed, beside all those under way;
/// one that does not waits for them, and fails with `budget_exhausted` where it cannot fit any more.
public struct EndpointBudget: Sendable, Hashable, Codable {
  /// Tokens of prompts and completions; `nil` for no bound.
  public var maximumTokens: Int?
  /// Cost in the currency of the prices; `nil` for no bound.
  public var maximumCost: Double?

  /// Creates a budget; without arguments it has no bounds.
  public init(maximumTokens: Int? = nil, maximumCost: Double? = nil) {
    self.maximumTokens = maximumTokens
    self.maximumCost = maximumCost
  }
}

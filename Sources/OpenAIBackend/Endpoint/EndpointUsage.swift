/// What has gone through a client so far.
public struct EndpointUsage: Sendable, Hashable, Codable {
  /// Requests that were answered.
  public var answeredRequests = 0
  /// Requests that ended without an answer.
  public var failedRequests = 0
  /// Attempts beyond the first ones.
  public var retries = 0
  /// Tokens of the prompts of answered requests.
  public var promptTokens = 0
  /// Tokens of their completions.
  public var completionTokens = 0
  /// Answered requests whose tokens the server did not tell, and are estimated here.
  public var estimatedRequests = 0
  /// What they cost; `nil` where no prices are known.
  public var cost: Double?

  /// Creates counters that stand at zero.
  public init() {}
}

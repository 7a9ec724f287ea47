/// How endpoints are asked, whatever they serve.
public struct EndpointSettings: Sendable, Hashable, Codable {
  /// The environment variable that holds the key; empty for none. The key itself is never written anywhere.
  public var keyVariable: String
  /// The most requests that are under way at once.
  public var concurrency: Int
  /// Seconds for one request with all its repetitions.
  public var deadline: Double
  public var retries: Int
  /// Whether answers come as server-sent events, which keeps proxies from closing long requests.
  public var streaming: Bool
  /// Further fields of every chat request, as a JSON object; they replace those of the same name, and `null` leaves one
  /// out. Empty for none.
  public var extraBody: String
  /// Tokens after which no more is asked; 0 for no bound.
  public var tokenBudget: Int
  /// Cost after which no more is asked, in the currency of the prices; 0 for no bound.
  public var costBudget: Double
  /// For a million tokens of prompts; 0 where unknown.
  public var promptPrice: Double
  /// For a million tokens of answers; 0 where unknown.
  public var completionPrice: Double

  /// Creates settings.
  public init(
    keyVariable: String = "", concurrency: Int = 64, deadline: Double = 600, retries: Int = 5,
    streaming: Bool = false, extraBody: String = "", tokenBudget: Int = 0, costBudget: Double = 0,
    promptPrice: Double = 0, completionPrice: Double = 0
  ) {
    self.keyVariable = keyVariable
    self.concurrency = concurrency
    self.deadline = deadline
    self.retries = retries
    self.streaming = streaming
    self.extraBody = extraBody
    self.tokenBudget = tokenBudget
    self.costBudget = costBudget
    self.promptPrice = promptPrice
    self.completionPrice = completionPrice
  }
}

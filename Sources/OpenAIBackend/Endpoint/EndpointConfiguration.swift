import Foundation
import ModelBackend

/// Where a server is, and how it may be asked.
///
///     var configuration = EndpointConfiguration(baseURL: "https://api.openai.com/v1", keyVariable: "OPENAI_API_KEY")
///     configuration.maximumConcurrency = 64
///     let client = try EndpointClient(configuration)
///
/// It holds the name of the key's environment variable and never the key, so that it can be saved with a run.
public struct EndpointConfiguration: Sendable, Hashable, Codable {
  /// The address before `/chat/completions`, such as `http://127.0.0.1:8000/v1`.
  public var baseURL: String
  /// The environment variable that holds the key; `nil` for a server that needs none.
  public var keyVariable: String?
  /// The most requests that are under way at once.
  public var maximumConcurrency: Int
  /// Seconds for one request, all its attempts and the waiting between them included.
  public var deadline: Double
  /// How often a request is repeated that failed in a way that may pass.
  public var maximumRetries: Int
  /// Seconds that are waited at most before the first repetition; each further one may wait twice as long.
  public var firstBackOff: Double
  /// The largest number of seconds that back-off grows to. A server's `Retry-After` may be longer.
  public var longestBackOff: Double
  /// The largest answer that is read, in bytes.
  public var maximumAnswerBytes: Int
  /// What all requests together may take.
  public var budget: EndpointBudget
  /// What tokens cost; `nil` where nobody asks.
  public var prices: EndpointPrices?

  /// Describes an endpoint.
  public init(
    baseURL: String, keyVariable: String? = nil, maximumConcurrency: Int = 16, deadline: Double = 600,
    maximumRetries: Int = 6, firstBackOff: Double = 0.5, longestBackOff: Double = 60,
    maximumAnswerBytes: Int = 32 << 20, budget: EndpointBudget = EndpointBudget(), prices: EndpointPrices? = nil
  ) {
    self.baseURL = baseURL
    self.keyVariable = keyVariable
    self.maximumConcurrency = maximumConcurrency
    self.deadline = deadline
    self.maximumRetries = maximumRetries
    self.firstBackOff = firstBackOff
    self.longestBackOff = longestBackOff
    self.maximumAnswerBytes = maximumAnswerBytes
    self.budget = budget
    self.prices = prices
  }

  /// Throws `BackendError` of code `misconfigured` for an address that is none, or for numbers that allow no request.
  public func validate() throws(BackendError) {
    func refuse(_ what: String) -> BackendError { BackendError(.misconfigured, what) }
    guard let parts = URLComponents(string: baseURL), let scheme = parts.scheme?.lowercased(),
      ["http", "https"].contains(scheme), let host = parts.host, !host.isEmpty
    else {
      throw refuse(
        "The endpoint's base URL has to begin with http:// or https:// and name a host, as in "
          + "http://127.0.0.1:8000/v1.")
    }
    // A password or a key in the address would end up in records: it is refused, and not shown either.
    if parts.user != nil || parts.password != nil || parts.query != nil || parts.fragment != nil {
      throw refuse(
        "The base URL for \(host) holds a user, a query or a fragment. Leave them out, and name the environment "
          + "variable with the key instead.")
    }
    let counts = [("concurrency bound", maximumConcurrency), ("largest answer", maximumAnswerBytes)]
    for (name, count) in counts where count < 1 {
      throw refuse("The endpoint's \(name) is \(count); it has to be at least 1.")
    }
    if maximumRetries < 0 { throw refuse("The number of retries is \(maximumRetries); it cannot be negative.") }
    let times = [("deadline", deadline), ("first back-off", firstBackOff), ("longest back-off", longestBackOff)]
    for (name, seconds) in times where !(seconds > 0 && seconds < 1e7) {
      throw refuse("The endpoint's \(name) is \(seconds) seconds; it has to be positive and less than four months.")
    }
    if let tokens = budget.maximumTokens, tokens < 0 { throw refuse("The budget of tokens is \(tokens).") }
    if let cost = budget.maximumCost {
      guard cost >= 0 else { throw refuse("The budget of cost is \(cost).") }
      if prices == nil { throw refuse("A budget of cost needs prices: say what a million tokens cost, in and out.") }
    }
    if let prices, !(prices.promptPerMillion >= 0 && prices.completionPerMillion >= 0) {
      throw refuse("Prices cannot be negative.")
    }
  }

  /// The address of one of the server's operations.
  func url(_ path: String) -> String {
    (baseURL.hasSuffix("/") ? String(baseURL.dropLast()) : baseURL) + path
  }
}

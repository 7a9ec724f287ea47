/// What a service asks for a million tokens, in one currency. Zero is not for free: it is not said.
public struct PriceConfiguration: Sendable, Hashable, Codable {
  /// Tokens that are read by a sampler.
  public var prefill: Double
  /// Tokens that are drawn.
  public var sample: Double
  /// Tokens that are trained on.
  public var train: Double
  /// One verdict, whatever its tokens.
  public var verdict: Double

  /// Says what a service asks.
  public init(prefill: Double = 0, sample: Double = 0, train: Double = 0, verdict: Double = 0) {
    self.prefill = prefill
    self.sample = sample
    self.train = train
    self.verdict = verdict
  }
}

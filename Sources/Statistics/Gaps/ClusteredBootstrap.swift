/// The settings of a bootstrap that resamples whole prompts, with all their outcomes under every context and seed.
///
/// The same settings give the same interval, to the last bit, wherever they are used.
public struct ClusteredBootstrap: Sendable, Hashable, Codable {
  /// How an interval is read off the resampled estimates.
  public enum Method: String, Sendable, Hashable, Codable {
    /// The quantiles of the resampled estimates (Efron, "Bootstrap methods", 1979).
    case percentile
    /// Quantiles shifted for bias and skewness (Efron, "Better bootstrap confidence intervals", 1987).
    case biasCorrectedAccelerated
  }

  public var method: Method
  /// How many times the prompts are drawn anew.
  public var resamples: Int
  /// Decides every draw.
  public var seed: UInt64

  /// Creates settings.
  public init(method: Method = .biasCorrectedAccelerated, resamples: Int = 4_000, seed: UInt64 = 1987) {
    precondition(resamples > 0, "a bootstrap needs at least one resample")
    self.method = method
    self.resamples = resamples
    self.seed = seed
  }
}

/// What is known of a contrast: its value, its intervals, and how it compares with a margin.
public struct ContrastEstimate: Sendable {
  /// Which trained models the estimate speaks of.
  public enum Scope: String, Sendable, Hashable, Codable {
    /// The models at hand: only prompts and samples are a matter of chance.
    case theseSeeds
    /// Any model that the same recipe would give under another seed: seeds are a matter of chance too.
    case anySeed
  }

  /// The estimate.
  public let value: Double
  /// The outcomes behind each rate, in the order of the contrast's terms.
  public let totals: [Proportion]
  /// How many prompts the estimate rests on.
  public let prompts: Int
  /// How many seeds the estimate rests on.
  public let seeds: Int
  public let scope: Scope

  /// What the contrast can be at all: an interval of few seeds would reach beyond.
  let bounds: ClosedRange<Double>
  let spread: Spread

  /// The distribution that intervals are read off.
  enum Spread: Sendable {
    /// Nothing was measured.
    case unknown
    case resampled(ResampledEstimates)
    /// A t distribution around the estimate.
    case student(SkewedStudent)
  }

  /// The confidence interval; without bounds where nothing was measured, or where no seed can be compared with another.
  public func interval(level: Double = 0.95) -> ConfidenceInterval {
    precondition(level > 0 && level < 1, "a confidence level lies between 0 and 1")
    switch spread {
    case .unknown:
      return ConfidenceInterval(lower: -.infinity, upper: .infinity, level: level)
    case .resampled(let estimates):
      return estimates.interval(level: level)
    case .student(let distribution):
      return ConfidenceInterval(
        lower: max(distribution.lowerBound(level: (1 + level) / 2), bounds.lowerBound),
        upper: min(distribution.upperBound(level: (1 + level) / 2), bounds.upperBound), level: level)
    }
  }
}

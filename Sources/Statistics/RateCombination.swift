/// A weighted sum of independent rates, such as a mean of several or the difference of two means, with an interval made
/// of theirs.
///
/// The interval is that of the method of variance estimates recovery (Zou and Donner, "Construction of confidence
/// limits about effect measures: a general approach", 2008; for two rates with score intervals it is Newcombe's, 1998):
/// each end of the sum's interval takes from every rate the distance to the end that pulls in its direction. It keeps
/// the asymmetry of intervals near 0 and 1, where a sum of variances would claim certainty.
public struct RateCombination: Sendable, Hashable, Codable {
  /// The sum; NaN where one of the rates is.
  public let value: Double
  public let interval: ConfidenceInterval

  /// Combines rates.
  ///
  /// - Parameter terms: each rate with its weight and its interval; all intervals have one level.
  /// - Precondition: there is a rate.
  public init(_ terms: [(weight: Double, rate: Double, interval: ConfidenceInterval)]) {
    precondition(!terms.isEmpty, "a combination has at least one rate")
    var value = 0.0
    var below = 0.0
    var above = 0.0
    for (weight, rate, interval) in terms {
      value += weight * rate
      let (down, up) = (rate - interval.lower, interval.upper - rate)
      let (toLower, toUpper) = weight >= 0 ? (down, up) : (up, down)
      below += weight * weight * toLower * toLower
      above += weight * weight * toUpper * toUpper
    }
    self.value = value
    interval = ConfidenceInterval(
      lower: value - below.squareRoot(), upper: value + above.squareRoot(), level: terms[0].interval.level)
  }

  /// The mean of proportions, each with the same weight and its score interval. Those without trials are left out;
  /// `nil` where all are.
  public static func mean(of proportions: [Proportion], level: Double = 0.95) -> RateCombination? {
    let measured = proportions.filter { $0.trials > 0 }
    guard !measured.isEmpty else { return nil }
    return RateCombination(terms(measured, weight: 1, level: level))
  }

  /// How much higher the mean of some proportions is than that of others; `nil` where either side has none with trials.
  public static func difference(
    of first: [Proportion], minus second: [Proportion], level: Double = 0.95
  ) -> RateCombination? {
    let (high, low) = (first.filter { $0.trials > 0 }, second.filter { $0.trials > 0 })
    guard !high.isEmpty, !low.isEmpty else { return nil }
    return RateCombination(terms(high, weight: 1, level: level) + terms(low, weight: -1, level: level))
  }

  private static func terms(
    _ proportions: [Proportion], weight: Double, level: Double
  ) -> [(weight: Double, rate: Double, interval: ConfidenceInterval)] {
    proportions.map { (weight / Double(proportions.count), $0.rate, $0.wilsonInterval(level: level)) }
  }
}

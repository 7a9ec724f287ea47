import Foundation

/// How many of a number of independent trials succeed.
public struct BinomialDistribution: Sendable, Hashable {
  public var trials: Int
  /// The probability that one trial succeeds.
  public var rate: Double

  /// Creates a distribution.
  public init(trials: Int, rate: Double) {
    precondition(trials >= 0, "a binomial distribution has no fewer than 0 trials")
    precondition(rate >= 0 && rate <= 1, "a rate lies between 0 and 1")
    self.trials = trials
    self.rate = rate
  }

  /// The probability of exactly so many successes.
  public func probability(of successes: Int) -> Double {
    guard successes >= 0, successes <= trials else { return 0 }
    if rate == 0 { return successes == 0 ? 1 : 0 }
    if rate == 1 { return successes == trials ? 1 : 0 }
    let n = Double(trials)
    let k = Double(successes)
    let ways: Double = lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
    return exp(ways + k * log(rate) + (n - k) * log1p(-rate))
  }

  /// The probability of so many successes or fewer: I₁₋ₚ(n - k, k + 1) (DLMF 8.17.5).
  public func cumulative(_ successes: Int) -> Double {
    guard successes >= 0 else { return 0 }
    guard successes < trials else { return 1 }
    return regularizedBeta(1 - rate, complement: rate, Double(trials - successes), Double(successes + 1))
  }
}

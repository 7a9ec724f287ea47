import Foundation

extension PairedOutcomes {
  /// How the probability of such a table is computed where both rates are equal.
  public enum McNemarTest: String, Sendable, Hashable, Codable, CaseIterable {
    /// The binomial distribution of the pairs that differ: never wrong too often, but too seldom.
    case exact
    /// The exact test, with half the probability of the table itself taken off: wrong nearly as often as it says, and
    /// hardly ever more often (Fagerland, Lydersen and Laake, "The McNemar test for binary matched-pairs data:
    /// mid-p and asymptotic are better than exact conditional", 2013).
    case midP
    /// χ² with Edwards' correction for continuity (Edwards, "Note on the 'correction for continuity' in testing the
    /// significance of the difference between correlated proportions", 1948).
    case corrected
  }

  /// The two-sided p-value of McNemar's test that both rates are equal ("Note on the sampling error of the difference
  /// between correlated proportions or percentages", 1947); 1 where no pair differs.
  public func mcNemarPValue(_ test: McNemarTest = .midP) -> Double {
    let differing = firstOnly + secondOnly
    guard differing > 0 else { return 1 }
    let fewer = min(firstOnly, secondOnly)
    let distribution = BinomialDistribution(trials: differing, rate: 0.5)
    switch test {
    case .exact:
      return min(1, 2 * distribution.cumulative(fewer))
    case .midP:
      // A table in the very middle counts whole in both tails.
      guard firstOnly != secondOnly else { return 1 - distribution.probability(of: fewer) / 2 }
      return 2 * distribution.cumulative(fewer) - distribution.probability(of: fewer)
    case .corrected:
      let distance = max(0, abs(Double(firstOnly - secondOnly)) - 1)
      return erfc(distance / (2 * Double(differing)).squareRoot())
    }
  }
}

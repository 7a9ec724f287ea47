/// Outcomes in pairs, one pair a prompt: one outcome under a first context and one under a second.
///
/// Where a prompt has several outcomes under a context they are not pairs: count them in a ``Tally`` and take
/// ``Contrast/gap(_:minus:)``.
public struct PairedOutcomes: Sendable, Hashable, Codable {
  public var both: Int
  public var firstOnly: Int
  public var secondOnly: Int
  public var neither: Int

  /// Creates the table of how many pairs succeeded where.
  public init(both: Int = 0, firstOnly: Int = 0, secondOnly: Int = 0, neither: Int = 0) {
    precondition(min(both, firstOnly, secondOnly, neither) >= 0, "there are no fewer than 0 pairs of any kind")
    self.both = both
    self.firstOnly = firstOnly
    self.secondOnly = secondOnly
    self.neither = neither
  }

  /// Counts one more pair.
  public mutating func record(first: Bool, second: Bool) {
    switch (first, second) {
    case (true, true): both += 1
    case (true, false): firstOnly += 1
    case (false, true): secondOnly += 1
    case (false, false): neither += 1
    }
  }

  /// How many pairs there are.
  public var count: Int { both + firstOnly + secondOnly + neither }

  /// The outcomes under the first context.
  public var first: Proportion { Proportion(successes: both + firstOnly, trials: count) }

  /// The outcomes under the second context.
  public var second: Proportion { Proportion(successes: both + secondOnly, trials: count) }

  /// How much higher the first rate is than the second; NaN of no pairs.
  public var difference: Double { Double(firstOnly - secondOnly) / Double(count) }
}

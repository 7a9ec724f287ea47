/// How many of a number of trials succeeded.
public struct Proportion: Sendable, Hashable, Codable {
  public var successes: Int
  public var trials: Int

  /// Creates a proportion; of no trials unless told otherwise.
  public init(successes: Int = 0, trials: Int = 0) {
    precondition(successes >= 0 && successes <= trials, "a proportion has between none and all of its trials succeed")
    self.successes = successes
    self.trials = trials
  }

  /// Counts the outcomes that are true.
  public init(_ outcomes: some Sequence<Bool>) {
    self.init()
    for outcome in outcomes { record(outcome) }
  }

  /// The share of trials that succeeded; NaN where there were none.
  public var rate: Double { Double(successes) / Double(trials) }

  /// Counts one more trial.
  public mutating func record(_ outcome: Bool) {
    trials += 1
    if outcome { successes += 1 }
  }

  /// The score interval (Wilson, "Probable inference, the law of succession, and statistical inference", 1927).
  ///
  /// Trials are taken as independent. Without trials it is the whole range from 0 to 1.
  public func wilsonInterval(level: Double = 0.95) -> ConfidenceInterval {
    guard trials > 0 else { return ConfidenceInterval(lower: 0, upper: 1, level: level) }
    let z = NormalDistribution.standard.quantile((1 + level) / 2)
    let n = Double(trials)
    let denominator = 1 + z * z / n
    let centre = (rate + z * z / (2 * n)) / denominator
    let half = z / denominator * (rate * (1 - rate) / n + z * z / (4 * n * n)).squareRoot()
    // Where all trials agree an end is exactly 0 or 1, which rounding would miss.
    return ConfidenceInterval(
      lower: successes == 0 ? 0 : centre - half, upper: successes == trials ? 1 : centre + half, level: level)
  }

  /// The counts of two sets of trials together.
  public static func + (left: Proportion, right: Proportion) -> Proportion {
    Proportion(successes: left.successes + right.successes, trials: left.trials + right.trials)
  }

  /// Adds the counts of another set of trials.
  public static func += (left: inout Proportion, right: Proportion) {
    left = left + right
  }
}

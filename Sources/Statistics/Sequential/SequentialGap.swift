import Foundation

/// A gap that is judged against a margin after every prompt, so that measuring can stop as soon as the verdict stands.
///
/// Looking at an ordinary interval after every prompt and stopping when it suits makes it wrong far more often than it
/// says. Here every interval and p-value holds at all times at once, however often one looks and whatever makes one
/// stop. The price is that a run that uses up all its prompts decides less than an ordinary interval would at its end.
///
///     var gap = SequentialGap(margin: 0.05)
///     for prompt in prompts.shuffled() where gap.comparison == .undecided {
///       gap.record(first: compliance(prompt, training), second: compliance(prompt, deployment))
///     }
///
/// Prompts come in random order, each once and with all its samples, and count alike: what is estimated is the mean
/// over prompts of the difference of their rates. Nothing is assumed of how samples of one prompt hang together, nor of
/// how differences are distributed.
public struct SequentialGap: Sendable {
  public let margin: Double
  /// How often each statement may be wrong, however often one looks.
  public let alpha: Double
  /// How many prompts were recorded.
  public private(set) var prompts = 0
  /// The interval of level 1 - `alpha`, the intersection of those after every prompt: it holds the true gap at all
  /// times at once.
  public private(set) var interval: ConfidenceInterval
  /// How the gap compares with the margin; once decided it stays.
  public private(set) var comparison = MarginComparison.undecided

  private var sum = 0.0
  // Differences, moved from -1...1 to 0...1, and mirrored, with how often each occurred.
  private var values: [Double: Int] = [:]
  private var mirrored: [Double: Int] = [:]
  // Of differences above the margin and above its negative, and of mirrored ones, which tell of differences below.
  private var aboveMargin: BettingTest
  private var aboveNegative: BettingTest
  private var belowMargin: BettingTest
  private var belowNegative: BettingTest

  /// Creates a test that has seen nothing.
  public init(margin: Double, alpha: Double = 0.05) {
    precondition(margin > 0 && margin < 1, "a margin lies between 0 and 1")
    precondition(alpha > 0 && alpha < 1, "a test is wrong with a probability between 0 and 1")
    self.margin = margin
    self.alpha = alpha
    interval = ConfidenceInterval(lower: -1, upper: 1, level: 1 - alpha)
    let upper = BettingTest(mean: (1 + margin) / 2)
    let lower = BettingTest(mean: (1 - margin) / 2)
    aboveMargin = upper
    aboveNegative = lower
    belowMargin = lower
    belowNegative = upper
  }

  /// The mean of the prompts' differences; NaN of none.
  public var mean: Double { sum / Double(prompts) }

  /// What the comparison amounts to; once it is not inconclusive it stays.
  public var verdict: GapVerdict { GapVerdict(comparison) }

  /// The p-value of equivalence at any time; below `alpha`, equivalence is shown.
  public var equivalencePValue: Double { max(aboveNegative.pValue, belowMargin.pValue) }

  /// The two-sided p-value of a gap above the margin at any time; below `alpha`, the gap is above the margin.
  public var resistancePValue: Double { min(1, 2 * aboveMargin.pValue) }

  /// Counts one prompt with its outcomes under both contexts; one without outcomes under either is left out.
  public mutating func record(first: Proportion, second: Proportion) {
    guard first.trials > 0, second.trials > 0 else { return }
    record(first.rate - second.rate)
  }

  /// Counts one prompt with the difference of its rates.
  public mutating func record(_ difference: Double) {
    precondition(difference >= -1 && difference <= 1, "a difference of rates lies between -1 and 1")
    prompts += 1
    sum += difference
    let value = (1 + difference) / 2
    let mirror = (1 - difference) / 2
    values[value, default: 0] += 1
    mirrored[mirror, default: 0] += 1
    aboveMargin.record(value)
    aboveNegative.record(value)
    belowMargin.record(mirror)
    belowNegative.record(mirror)
    interval.lower = max(interval.lower, 2 * Self.bound(values, from: (1 + interval.lower) / 2, alpha: alpha) - 1)
    interval.upper = min(interval.upper, 1 - 2 * Self.bound(mirrored, from: (1 - interval.upper) / 2, alpha: alpha))
    if comparison == .undecided { comparison = decided }
  }

  private var decided: MarginComparison {
    if resistancePValue < alpha { return .above }
    if min(1, 2 * belowNegative.pValue) < alpha { return .below }
    return equivalencePValue < alpha ? .equivalent : .undecided
  }

  /// The greatest mean, if it is above `low`, that betting at a level of α / 2 rejects as too small.
  private static func bound(_ values: [Double: Int], from low: Double, alpha: Double) -> Double {
    let wanted = log(2 / alpha)
    // Capital falls as the tested mean rises, for every stake is a share of the greatest.
    func isRejected(_ mean: Double) -> Bool { BettingTest.capital(on: values, mean: mean) >= wanted }
    guard isRejected(max(low, 1e-9)) else { return low }
    var low = low
    var high = 1.0
    while high - low > 1e-7 {
      let middle = (low + high) / 2
      if isRejected(middle) { low = middle } else { high = middle }
    }
    return low
  }
}

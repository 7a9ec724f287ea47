import Foundation
import Statistics
import Testing

/// What in the tables of "Natural emergent misalignment from reward hacking" (arXiv 2511.18397, November 2025) follows
/// from the rest of them by arithmetic.
@Suite struct HackingArithmeticTests {
  /// Mean misalignment over the last five checkpoints, in percent: Betley, goals, questions, monitor, exfiltration,
  /// colleague.
  static let rates: [(name: String, six: [Double], mean: Double)] = [
    ("documents, hacker", [33.7, 69.8, 39.9, 31.8, 1.6, 41.3], 36.35),
    ("documents, baseline", [0.7, 0.1, 0.3, 0.2, 0.0, 4.0], 0.883),
    ("prompted, hacker", [4.8, 17.1, 9.0, 24.6, 0.4, 37.4], 15.55),
    ("prompted, baseline", [0.3, 1.5, 0.2, 1.2, 0.0, 3.5], 1.117),
  ]

  @Test(arguments: rates) func `misalignment is the mean of the six evaluations`(
    name: String, six: [Double], mean: Double
  ) {
    #expect(abs(MeanEstimate(of: six).mean - mean) < 5e-4)
    // Evaluations with as many answers each give the same mean when all their answers are pooled.
    let pooled = six.reduce(Proportion()) { $0 + Proportion(successes: Int(($1 * 10).rounded()), trials: 1000) }
    #expect(abs(pooled.rate * 100 - mean) < 5e-4)
  }

  /// Of 300 answers: half the width of the 95 % interval in points, by the normal approximation and by Wilson's.
  @Test(arguments: [
    (0.698, 2.65, 5.19, 5.17), (0.5, 2.89, 5.66, 5.62), (0.337, 2.73, 5.35, 5.32), (0.016, 0.72, 1.42, 1.55),
  ])
  func `a rate of 300 answers has a binomial error`(
    rate: Double, standardError: Double, half: Double, wilson: Double
  ) {
    let error = (rate * (1 - rate) / 300).squareRoot() * 100
    #expect(abs(error - standardError) < 0.005)
    #expect(abs(1.959964 * error - half) < 0.006)
    let interval = Proportion(successes: Int((rate * 300).rounded()), trials: 300).wilsonInterval()
    #expect(abs(interval.width * 50 - wilson) < 0.02, "\(interval.width * 50)")
  }

  @Test func `no success among 300 leaves room for more than one percent`() {
    let interval = Proportion(successes: 0, trials: 300).wilsonInterval()
    #expect(interval.lower == 0)
    #expect(abs(interval.upper - 0.01264) < 1e-4)
  }

  /// 69.8 % against 0.1 % on 300 answers each: far apart; 1.6 % against 0: not shown to differ.
  @Test func `which evaluations differ from the baseline at 300 answers`() {
    func intervals(_ hacker: Double, _ baseline: Double) -> (Double, Double) {
      let hacker = Proportion(successes: Int((hacker * 3).rounded()), trials: 300).wilsonInterval()
      let baseline = Proportion(successes: Int((baseline * 3).rounded()), trials: 300).wilsonInterval()
      return (hacker.lower, baseline.upper)
    }
    let (goals, none) = intervals(69.8, 0.1)
    #expect(goals > 0.64 && none < 0.02)
    let (exfiltration, bound) = intervals(1.6, 0)
    #expect(exfiltration < bound)
  }

  @Test func `inoculation's cut of 75 to 90 percent is of the rates`() {
    // From 36.35 to a quarter and to a tenth.
    #expect(abs(36.35 * (1 - 0.75) - 9.09) < 0.005)
    #expect(abs(36.35 * (1 - 0.90) - 3.64) < 0.006)
  }
}

@Suite struct OnsetRuleTests {
  private func steps(_ hacks: [Int], of episodes: Int = 100) -> [Proportion] {
    hacks.map { Proportion(successes: $0, trials: episodes) }
  }

  @Test func `onset is the first step with more than two percent of hacks`() {
    // 2 % is not exceeded by 2 of 100.
    #expect(Onset.first(in: steps([0, 1, 2, 2, 3, 0, 0]), window: 1) == 4)
    #expect(Onset.first(in: steps([0, 2, 2, 2]), window: 1) == nil)
    #expect(Onset.first(in: steps([]), window: 1) == nil)
    #expect(Onset.first(above: 0.5, in: steps([10, 50, 51]), window: 1) == 2)
  }

  @Test func `a window pools the episodes of its steps and decides nothing before it is full`() {
    #expect(Onset.first(in: steps([9, 0, 0, 0, 0]), window: 1) == 0)
    // 9 of 300 is 3 %.
    #expect(Onset.first(in: steps([9, 0, 0, 0, 0]), window: 3) == 2)
    #expect(Onset.first(in: steps([5, 0, 0, 0, 0]), window: 3) == nil)
    #expect(Onset.first(in: steps([0, 0, 3, 3, 3, 3]), window: 3) == 4)
    // Pooled, not a mean of rates: 1 of 10 beside 0 of 190 is half a percent.
    let uneven = [Proportion(successes: 1, trials: 10), Proportion(successes: 0, trials: 190)]
    #expect(Onset.first(in: uneven, window: 2) == nil)
  }

  @Test func `steps without episodes are passed over, and the onset is named in steps of the run`() {
    let steps = [
      Proportion(), Proportion(successes: 1, trials: 100), Proportion(), Proportion(successes: 9, trials: 100),
    ]
    #expect(Onset.first(in: steps, window: 2) == 3)
  }

  @Test func `what comes after an onset does not undo it`() {
    #expect(Onset.first(in: steps([0, 50, 0, 0]), window: 1) == 1)
    #expect(Onset.first(in: [0, 0.5, 0, 0]) == nil)
  }
}

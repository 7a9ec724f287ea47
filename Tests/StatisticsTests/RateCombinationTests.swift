import Statistics
import Testing

@Suite("Combinations of rates")
struct RateCombinationTests {
  @Test("the difference of two rates is Newcombe's, with his example")
  func newcombe() throws {
    // Newcombe, "Interval estimation for the difference between independent proportions", 1998, table II, method 10.
    let examples: [(Int, Int, Int, Int, Double, Double)] = [
      (56, 70, 48, 80, 0.0524, 0.3339), (9, 10, 3, 10, 0.1705, 0.8090), (10, 10, 0, 20, 0.6791, 1.0000),
      (5, 56, 0, 29, -0.0381, 0.1926),
    ]
    for (a, m, b, n, lower, upper) in examples {
      let difference = try #require(
        RateCombination.difference(
          of: [Proportion(successes: a, trials: m)], minus: [Proportion(successes: b, trials: n)]))
      #expect(abs(difference.interval.lower - lower) < 6e-5 && abs(difference.interval.upper - upper) < 6e-5)
    }
  }

  @Test("the mean of six evaluations is the mean of their rates, and surer than any of them")
  func mean() throws {
    // Percent misaligned of the model that learned to hack from documents, in the study's table; 300 samples each.
    let hacker = [33.7, 69.8, 39.9, 31.8, 1.6, 41.3].map { Proportion(successes: Int(($0 * 3).rounded()), trials: 300) }
    let mean = try #require(RateCombination.mean(of: hacker))
    #expect(abs(mean.value - 0.3635) < 0.002)
    // The binomial standard error of the mean, for rates that are not near an end.
    let error = hacker.map { $0.rate * (1 - $0.rate) / 300 / 36 }.reduce(0, +).squareRoot()
    #expect(abs(mean.interval.width / (2 * 1.96 * error) - 1) < 0.02)
    let single = try #require(RateCombination.mean(of: [hacker[4]]))
    let wilson = hacker[4].wilsonInterval()
    #expect(abs(single.interval.lower - wilson.lower) < 1e-12 && abs(single.interval.upper - wilson.upper) < 1e-12)
  }

  @Test("a rate that was not measured is left out, and nothing is nothing")
  func unmeasured() {
    let some = Proportion(successes: 3, trials: 10)
    #expect(RateCombination.mean(of: [some, Proportion()])?.value == 0.3)
    #expect(RateCombination.mean(of: [Proportion()]) == nil)
    #expect(RateCombination.difference(of: [some], minus: []) == nil)
  }
}

import Statistics
import Testing

@Suite("Proportions")
struct ProportionTests {
  /// The expected values are those of `proportion_confint(…, method="wilson")` of statsmodels 0.15.
  @Test(
    "Wilson's interval is statsmodels'",
    arguments: [
      (0, 10, 0.95, 0.0, 0.2775327998628892), (10, 10, 0.95, 0.7224672001371107, 1),
      (1, 7, 0.9, 0.03254380205478663, 0.45228669469702926),
      (50, 128, 0.95, 0.31047019100495765, 0.4771535181798723),
      (187, 192, 0.99, 0.9249933429095532, 0.9912605637016598),
      (1999, 2000, 0.95, 0.9971731374967338, 0.9999117322692944),
    ])
  func wilson(successes: Int, trials: Int, level: Double, lower: Double, upper: Double) {
    let interval = Proportion(successes: successes, trials: trials).wilsonInterval(level: level)
    #expect(abs(interval.lower - lower) < 1e-12)
    #expect(abs(interval.upper - upper) < 1e-12)
    #expect(interval.level == level)
  }

  @Test("without trials nothing is known")
  func noTrials() {
    let interval = Proportion().wilsonInterval()
    #expect(interval.lower == 0)
    #expect(interval.upper == 1)
    #expect(Proportion().rate.isNaN)
  }

  @Test("exchanging success and failure mirrors the interval")
  func mirrored() {
    for successes in 0...20 {
      let interval = Proportion(successes: successes, trials: 20).wilsonInterval()
      let mirror = Proportion(successes: 20 - successes, trials: 20).wilsonInterval()
      #expect(abs(interval.lower - (1 - mirror.upper)) < 1e-15)
      #expect(interval.lower >= 0 && interval.upper <= 1)
    }
  }

  @Test("counting outcomes one by one is counting them together")
  func counting() {
    var proportion = Proportion([true, false, true])
    proportion.record(false)
    #expect(proportion == Proportion(successes: 1, trials: 2) + Proportion(successes: 1, trials: 2))
    #expect(proportion.rate == 0.5)
  }

  /// The expected values are those of `scipy.stats.t.interval`.
  @Test("the t interval of a mean is SciPy's")
  func mean() {
    let three = MeanEstimate(of: [0.91, 0.87, 0.95])
    #expect(abs(three.interval().lower - 0.8106344915299869) < 1e-12)
    #expect(abs(three.interval().upper - 1.0093655084700133) < 1e-12)
    let five = MeanEstimate(of: [1.5, 2.25, -3, 4, 0.125])
    #expect(five.mean == 0.975)
    #expect(abs(five.standardDeviation - 2.6255951706232246) < 1e-12)
    #expect(abs(five.interval(level: 0.9).lower - -1.5282184544525648) < 1e-12)
    #expect(MeanEstimate(of: [3]).interval().upper == .infinity)
  }
}

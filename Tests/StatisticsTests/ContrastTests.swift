import Statistics
import Testing

@Suite("Contrasts of rates")
struct ContrastTests {
  @Test("a gap is the difference of its two levels")
  func gapIsDifferenceOfLevels() {
    let (first, second) = Simulation(seeds: 2, prompts: 30, samples: 3).tallies(3)
    let gap = Contrast.gap(first, minus: second)
    #expect(gap.totals == [first.total, second.total])
    #expect(abs(gap.value - (first.total.rate - second.total.rate)) < 1e-15)
    #expect(Contrast.level(first).value == first.total.rate)
  }

  @Test("a prompt that was not measured on both sides is left out of both")
  func unpaired() {
    var first = Tally()
    var second = Tally()
    first.record(true, prompt: "both")
    second.record(false, prompt: "both")
    first.record(false, prompt: "first only")
    second.record(true, prompt: "second only")
    let gap = Contrast.gap(first, minus: second)
    #expect(gap.value == 1)
    #expect(gap.totals.map(\.trials) == [1, 1])
    #expect(gap.estimate().prompts == 1)
  }

  @Test("exchanging the two sides of a gap mirrors every interval, up to the chance of resampling")
  func antisymmetry() {
    for index in 0..<20 {
      let (first, second) = Simulation(seeds: 3, prompts: 25, samples: 2).tallies(UInt64(index))
      let gap = Contrast.gap(first, minus: second)
      let mirror = Contrast.gap(second, minus: first)
      #expect(gap.value == -mirror.value)
      let interval = gap.estimateForAnySeed().interval()
      let mirrored = mirror.estimateForAnySeed().interval()
      #expect(abs(interval.lower + mirrored.upper) < 1e-12 && abs(interval.upper + mirrored.lower) < 1e-12)
      for method in [ClusteredBootstrap.Method.percentile, .biasCorrectedAccelerated] {
        let bootstrap = ClusteredBootstrap(method: method, resamples: 4_000)
        let interval = gap.estimate(bootstrap: bootstrap).interval()
        let mirrored = mirror.estimate(bootstrap: bootstrap).interval()
        #expect(abs(interval.lower + mirrored.upper) < 0.015 && abs(interval.upper + mirrored.lower) < 0.015)
      }
    }
  }

  @Test("the order in which outcomes are recorded changes nothing, to the last bit")
  func order() {
    var outcomes: [(prompt: String, seed: UInt64, first: Bool, second: Bool)] = []
    var generator = SeededGenerator(seed: 4)
    for prompt in 0..<40 {
      for seed: UInt64 in 1...3 {
        outcomes.append(("p\(prompt)", seed, generator.nextUnit() < 0.8, generator.nextUnit() < 0.5))
      }
    }
    func intervals() -> [ConfidenceInterval] {
      var first = Tally()
      var second = Tally()
      for outcome in outcomes {
        first.record(outcome.first, prompt: outcome.prompt, seed: outcome.seed)
        second.record(outcome.second, prompt: outcome.prompt, seed: outcome.seed)
      }
      let gap = Contrast.gap(first, minus: second)
      return [gap.estimate().interval(), gap.estimateForAnySeed().interval()]
    }
    let expected = intervals()
    outcomes.shuffle(using: &generator)
    #expect(intervals() == expected)
  }

  @Test("a difference of gaps against itself is zero, and against no gap it is the gap")
  func differences() {
    let (first, second) = Simulation(seeds: 3, prompts: 40, samples: 2).tallies(1)
    let none = Contrast.difference(of: (first, second), minus: (first, second))
    #expect(none.value == 0)
    let whole = Contrast.difference(of: (first, second), minus: (second, second))
    #expect(whole.value == Contrast.gap(first, minus: second).value)
    #expect(whole.estimate().interval().contains(whole.value))
  }

  @Test("nothing measured gives no bounds and decides nothing")
  func empty() {
    let estimate = Contrast.gap(Tally(), minus: Tally()).estimate()
    #expect(estimate.value.isNaN)
    #expect(estimate.interval().lower == -.infinity)
    #expect(estimate.comparison(withMargin: 0.05) == .undecided)
  }

  @Test("one seed says nothing of other seeds")
  func oneSeed() {
    let (first, second) = Simulation(seeds: 1, prompts: 40, samples: 2).tallies(1)
    let estimate = Contrast.gap(first, minus: second).estimateForAnySeed()
    #expect(estimate.interval().upper == .infinity)
    #expect(estimate.comparison(withMargin: 0.5) == .undecided)
  }

  @Test("two seeds that differ widely settle nothing, and no interval reaches beyond what a gap can be")
  func twoSeeds() {
    let estimate = Contrast.gap(tally([[2, 2, 2, 2], [2, 2, 2, 2]]), minus: tally([[0, 0, 0, 0], [1, 2, 1, 1]]))
      .estimateForAnySeed()
    #expect(estimate.interval().lower >= -1 && estimate.interval().upper == 1)
    #expect(estimate.comparison(withMargin: 0.05) == .undecided)
  }

  /// Two-way analysis of variance of the cells' influences by statsmodels' `anova_lm`, degrees of freedom by
  /// Satterthwaite's formula, quantile by SciPy.
  @Test("the interval for any seed is that of a two-way analysis of variance")
  func anySeed() {
    let first = [[2, 2, 2, 2, 2, 2], [1, 1, 2, 2, 2, 1], [2, 2, 2, 1, 2, 2]]
    let second = [[0, 0, 1, 0, 0, 1], [1, 0, 1, 1, 1, 0], [2, 1, 2, 0, 2, 1]]
    let interval = Contrast.gap(tally(first), minus: tally(second)).estimateForAnySeed().interval()
    #expect(abs(interval.lower - -0.17694932292910298) < 1e-9)
    // The upper end, 1.177, is more than a gap can be.
    #expect(interval.upper == 1)
  }

  private func tally(_ successes: [[Int]]) -> Tally {
    var tally = Tally()
    for (seed, row) in successes.enumerated() {
      for (prompt, count) in row.enumerated() {
        tally.record(Proportion(successes: count, trials: 2), prompt: "\(prompt)", seed: UInt64(seed))
      }
    }
    return tally
  }
}

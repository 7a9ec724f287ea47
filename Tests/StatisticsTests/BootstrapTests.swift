import Statistics
import Testing

@Suite("Clustered bootstrap")
struct BootstrapTests {
  /// `scipy.stats.bootstrap` with 200,000 resamples on the same differences, the two imagined prompts among them, at
  /// the level that the expansion for few prompts asks for.
  @Test(
    "intervals are SciPy's",
    arguments: [
      (ClusteredBootstrap.Method.percentile, 0.9, 0.047619047619047616, 0.38095238095238093),
      (.biasCorrectedAccelerated, 0.9, 0.047619047619047616, 0.38095238095238093),
      (.percentile, 0.95, 0.023809523809523808, 0.40476190476190477),
      (.biasCorrectedAccelerated, 0.95, 0.023809523809523808, 0.40476190476190477),
    ])
  func scipy(method: ClusteredBootstrap.Method, level: Double, lower: Double, upper: Double) {
    let estimate = pairs(gained: 12, lost: 3, same: 25)
      .estimate(bootstrap: ClusteredBootstrap(method: method, resamples: 40_000))
    #expect(abs(estimate.interval(level: level).lower - lower) < 1e-6)
    #expect(abs(estimate.interval(level: level).upper - upper) < 1e-6)
  }

  @Test("bias and skewness are corrected as SciPy corrects them")
  func skewed() {
    let gap = pairs(gained: 4, lost: 0, same: 56)
    let plain = gap.estimate(bootstrap: ClusteredBootstrap(method: .percentile, resamples: 40_000)).interval()
    let corrected = gap.estimate(bootstrap: ClusteredBootstrap(resamples: 40_000)).interval()
    #expect(abs(plain.lower - -1 / 62.0) < 1e-6 && abs(plain.upper - 9 / 62.0) < 1e-6)
    #expect(abs(corrected.lower) < 1e-6 && abs(corrected.upper - 10 / 62.0) < 1e-6)
  }

  @Test("outcomes that all agree leave room for others, less of it the more there are")
  func unanimous() {
    var widths: [Double] = []
    for prompts in [5, 50, 500] {
      let interval = pairs(gained: 0, lost: 0, same: prompts).estimate().interval()
      #expect(interval.contains(0))
      widths.append(interval.width)
    }
    #expect(widths[0] > 0.5)
    #expect(widths[1] < 0.2)
    #expect(widths[2] > 0.004 && widths[2] < 0.02)
  }

  @Test("a seed decides every draw")
  func deterministic() {
    let gap = pairs(gained: 12, lost: 3, same: 25)
    let settings = ClusteredBootstrap(resamples: 300, seed: 5)
    #expect(gap.estimate(bootstrap: settings).interval() == gap.estimate(bootstrap: settings).interval())
  }

  @Test(
    "95 % intervals hold the truth about 95 times in 100",
    arguments: [
      (Simulation(seeds: 1, prompts: 100, samples: 1), 940...960),
      (Simulation(seeds: 1, prompts: 40, samples: 4), 940...960),
      (Simulation(seeds: 3, prompts: 80, samples: 2), 935...960),
      // Where nearly every outcome is a success, the imagined prompts that contradict make the interval careful.
      (Simulation(seeds: 1, prompts: 64, samples: 2, rate: 0.97, gap: 0), 950...985),
    ])
  func coverage(simulation: Simulation, expected: ClosedRange<Int>) {
    let runs = 2_000
    var covered = [0, 0]
    for run in 0..<runs {
      let (first, second) = simulation.tallies(UInt64(run))
      let gap = Contrast.gap(first, minus: second)
      for (index, method) in [ClusteredBootstrap.Method.percentile, .biasCorrectedAccelerated].enumerated() {
        let estimate = gap.estimate(bootstrap: ClusteredBootstrap(method: method, resamples: 800))
        if estimate.interval().contains(simulation.truth) { covered[index] += 1 }
      }
    }
    // The standard error of what is seen in 2,000 runs is 5 in 1,000.
    for count in covered { #expect(expected.contains(count / 2), "\(count) of \(runs)") }
  }

  @Test("an interval for any seed holds the truth where seeds differ, and one for these seeds then does not")
  func coverageOverSeeds() {
    let simulation = Simulation(seeds: 3, prompts: 80, samples: 2, deviationOfSeeds: 0.08)
    let runs = 1_000
    var any = 0
    var these = 0
    for run in 0..<runs {
      let (first, second) = simulation.tallies(UInt64(run))
      let gap = Contrast.gap(first, minus: second)
      if gap.estimateForAnySeed().interval().contains(simulation.truth) { any += 1 }
      if gap.estimate(bootstrap: ClusteredBootstrap(resamples: 300)).interval().contains(simulation.truth) {
        these += 1
      }
    }
    #expect((930...985).contains(any), "\(any) of \(runs)")
    #expect(these < 850)
  }

  @Test("equivalence that does not hold is claimed at most 5 times in 100")
  func equivalenceError() {
    // The true gap lies on the margin: claiming that it is smaller, or larger, is an error.
    let simulation = Simulation(seeds: 1, prompts: 200, samples: 2, rate: 0.6, gap: 0.05, deviationOfPrompts: 0.1)
    let runs = 1_000
    var counts: [MarginComparison: Int] = [:]
    for run in 0..<runs {
      let (first, second) = simulation.tallies(UInt64(run))
      let estimate = Contrast.gap(first, minus: second).estimate(bootstrap: ClusteredBootstrap(resamples: 300))
      counts[estimate.comparison(withMargin: simulation.truth), default: 0] += 1
    }
    #expect(counts[.equivalent, default: 0] <= 65)
    #expect(counts[.above, default: 0] <= 65)
    #expect(counts[.below, default: 0] == 0)
  }

  @Test("a clear gap is above the margin, its mirror below, and none is equivalent to zero")
  func comparisons() {
    #expect(pairs(gained: 150, lost: 0, same: 150).estimate().comparison(withMargin: 0.05) == .above)
    #expect(pairs(gained: 0, lost: 150, same: 150).estimate().comparison(withMargin: 0.05) == .below)
    #expect(pairs(gained: 3, lost: 3, same: 594).estimate().comparison(withMargin: 0.05) == .equivalent)
    #expect(pairs(gained: 3, lost: 2, same: 15).estimate().comparison(withMargin: 0.05) == .undecided)
  }

  /// A gap over prompts with one outcome on each side.
  private func pairs(gained: Int, lost: Int, same: Int) -> Contrast {
    var first = Tally()
    var second = Tally()
    for prompt in 0..<gained + lost + same {
      first.record(prompt < gained, prompt: "\(prompt)")
      second.record(prompt >= gained && prompt < gained + lost, prompt: "\(prompt)")
    }
    return Contrast.gap(first, minus: second)
  }
}

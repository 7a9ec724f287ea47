import Statistics
import Testing

@Suite("Cluster-robust gaps and their verdicts")
struct ClusterRobustTests {
  @Test(
    "95 % intervals hold the truth about 95 times in 100",
    arguments: [
      PromptWorld(prompts: 100, samples: 1, firstRate: 0.7, secondRate: 0.5, correlation: 0),
      PromptWorld(prompts: 40, samples: 4, firstRate: 0.7, secondRate: 0.5, correlation: 0.2, isShared: true),
      PromptWorld(prompts: 100, samples: 4, firstRate: 0.5, secondRate: 0.5, correlation: 0.3),
      PromptWorld(prompts: 64, samples: 4, firstRate: 0.9, secondRate: 0.85, correlation: 0.3, isShared: true),
      PromptWorld(prompts: 200, samples: 4, firstRate: 0.95, secondRate: 0.9, correlation: 0.5, isShared: true),
    ])
  func coverage(world: PromptWorld) {
    let runs = 1_500
    let covered = (0..<runs).count { world.contrast(UInt64($0)).clusterRobustEstimate().interval().contains(world.gap) }
    // 94 to 96 times in 100, and twice the standard error of what is seen in 1,500 runs.
    #expect((1_393...1_457).contains(covered), "\(covered) of \(runs)")
  }

  @Test(
    "on the margin equivalence is claimed at most 5 times in 100, and so is a gap above it",
    arguments: [
      PromptWorld(prompts: 100, samples: 1, firstRate: 0.7, secondRate: 0.6, correlation: 0),
      PromptWorld(prompts: 100, samples: 4, firstRate: 0.6, secondRate: 0.5, correlation: 0.3),
      PromptWorld(prompts: 200, samples: 4, firstRate: 0.95, secondRate: 0.9, correlation: 0.5, isShared: true),
      PromptWorld(prompts: 64, samples: 8, firstRate: 0.03, secondRate: 0, correlation: 1),
    ])
  func errors(world: PromptWorld) {
    let runs = 1_500
    var counts: [GapVerdict: Int] = [:]
    for run in 0..<runs {
      counts[
        world.contrast(UInt64(run)).clusterRobustEstimate().assessment(margin: world.gap).verdict, default: 0] += 1
    }
    #expect(counts[.generalized, default: 0] <= 92, "\(counts)")
    #expect(counts[.resisted, default: 0] <= 92, "\(counts)")
  }

  @Test("few prompts that all agree prove no equivalence, however often each is asked")
  func unanimous() {
    for samples in [1, 8, 64] {
      var tally = Tally()
      for prompt in 0..<20 { tally.record(Proportion(trials: samples), prompt: "\(prompt)") }
      let assessment = Contrast.gap(tally, minus: tally).clusterRobustEstimate().assessment(margin: 0.05)
      #expect(assessment.estimate == 0 && assessment.verdict == .inconclusive)
      #expect(assessment.interval.width > 0.15)
    }
    var many = Tally()
    for prompt in 0..<400 { many.record(true, prompt: "\(prompt)") }
    #expect(
      Contrast.gap(many, minus: many).clusterRobustEstimate().assessment(margin: 0.05).verdict == .generalized)
  }

  @Test("nothing measured, or one prompt, decides nothing")
  func degenerate() {
    let nothing = Contrast.gap(Tally(), minus: Tally()).clusterRobustEstimate().assessment(margin: 0.05)
    #expect(nothing.verdict == .inconclusive && nothing.estimate.isNaN)
    #expect(nothing.equivalencePValue == 1 && nothing.resistancePValue == 1 && nothing.differencePValue == 1)
    var first = Tally()
    first.record(Proportion(successes: 50, trials: 50), prompt: "only")
    var second = Tally()
    second.record(Proportion(successes: 0, trials: 50), prompt: "only")
    let one = Contrast.gap(first, minus: second).clusterRobustEstimate().assessment(margin: 0.05)
    #expect(one.estimate == 1 && one.verdict == .inconclusive && one.interval.upper == 1)
  }

  @Test("a reversed gap is inconclusive, and told apart")
  func reversed() {
    let world = PromptWorld(prompts: 200, samples: 2, firstRate: 0.2, secondRate: 0.8, correlation: 0.2)
    let assessment = world.contrast(1).clusterRobustEstimate().assessment(margin: 0.05)
    #expect(assessment.verdict == .inconclusive && assessment.comparison == .below)
    #expect(assessment.differencePValue < 1e-6)
  }

  @Test("p-values and intervals say the same, whatever the interval is made by")
  func duality() {
    for index in 0..<12 {
      let world = PromptWorld(
        prompts: 30 + 20 * index, samples: 2, firstRate: 0.9, secondRate: 0.9 - 0.02 * Double(index),
        correlation: 0.4, isShared: true)
      let contrast = world.contrast(UInt64(index))
      for estimate in [
        contrast.clusterRobustEstimate(), contrast.estimate(bootstrap: ClusteredBootstrap(resamples: 1_000)),
      ] {
        let assessment = estimate.assessment(margin: 0.08)
        #expect((assessment.equivalencePValue < 0.05) == (assessment.comparison == .equivalent))
        #expect((assessment.resistancePValue < 0.05) == (assessment.comparison == .above))
        #expect((assessment.differencePValue < 0.05) == !assessment.interval.contains(0))
        let p = estimate.pValue(.greater, than: 0.01)
        if p < 0.5, p > 0.001 {
          #expect(abs(estimate.interval(level: 1 - 2 * p).lower - 0.01) < 0.01)
        }
      }
    }
  }

  @Test("prompts with many samples lower the degrees of freedom, equal ones do not")
  func freedom() {
    var even = Tally()
    var uneven = Tally()
    for prompt in 0..<20 {
      even.record(prompt.isMultiple(of: 2), prompt: "\(prompt)")
      uneven.record(
        Proportion(successes: prompt == 0 ? 40 : 1, trials: prompt == 0 ? 80 : 2), prompt: "\(prompt)")
    }
    let freedom = Contrast.level(even).clusterRobustDistribution?.degreesOfFreedom ?? 0
    #expect(abs(freedom - 21) < 1e-9)
    #expect((Contrast.level(uneven).clusterRobustDistribution?.degreesOfFreedom ?? 100) < 5)
  }
}

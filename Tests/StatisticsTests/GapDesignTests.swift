import Statistics
import Testing

@Suite("Planning a gap")
struct GapDesignTests {
  @Test(
    "the power that is foretold is the share of verdicts that are reached",
    arguments: [
      (PromptWorld(prompts: 100, samples: 4, firstRate: 0.5, secondRate: 0.5, correlation: 0.3), 0.15),
      (PromptWorld(prompts: 200, samples: 4, firstRate: 0.9, secondRate: 0.9, correlation: 0.3, isShared: true), 0.05),
      (PromptWorld(prompts: 60, samples: 2, firstRate: 0.8, secondRate: 0.5, correlation: 0.3), 0.15),
    ])
  func power(world: PromptWorld, margin: Double) {
    // Where prompts that always give the same outcome do so under both contexts, the correlation is the same across.
    let design = GapDesign(
      prompts: world.prompts, samples: world.samples, firstRate: world.firstRate, secondRate: world.secondRate,
      promptCorrelation: world.correlation, contextCorrelation: world.isShared ? world.correlation : 0)
    let runs = 600
    var counts: [GapVerdict: Int] = [:]
    for run in 0..<runs {
      counts[
        world.contrast(UInt64(run)).clusterRobustEstimate().assessment(margin: margin).verdict, default: 0] += 1
    }
    for verdict in GapVerdict.allCases {
      let seen = Double(counts[verdict, default: 0]) / Double(runs)
      #expect(abs(design.power(margin: margin)[verdict] - seen) < 0.06, "\(verdict): \(seen)")
    }
  }

  @Test("the number of prompts that is asked for is the least that suffices")
  func prompts() throws {
    var design = GapDesign(
      prompts: 1, samples: 4, firstRate: 0.9, secondRate: 0.9, promptCorrelation: 0.3, contextCorrelation: 0.1)
    let needed = try #require(design.prompts(for: .generalized, power: 0.9, margin: 0.05))
    design.prompts = needed
    #expect(design.power(margin: 0.05).generalized >= 0.9)
    design.prompts = needed - 1
    #expect(design.power(margin: 0.05).generalized < 0.9)
    design.firstRate = 0.95
    #expect(design.prompts(for: .generalized, margin: 0.05) == nil)
    design.firstRate = 1
    let found = try #require(design.prompts(for: .resisted, margin: 0.05))
    design.prompts = found
    #expect(design.power(margin: 0.05).resisted >= 0.8)
  }

  @Test("more samples of the same prompts help, but not where they are all the same")
  func samples() throws {
    var design = GapDesign(prompts: 300, samples: 1, firstRate: 0.6, secondRate: 0.6, promptCorrelation: 0.1)
    let needed = try #require(design.samples(for: .generalized, margin: 0.1))
    design.samples = needed
    #expect(needed > 1 && design.power(margin: 0.1).generalized >= 0.8)
    design.promptCorrelation = 1
    #expect(design.samples(for: .generalized, margin: 0.1) == nil)
  }

  @Test("the least gap and the least margin are those at which the power is reached")
  func least() throws {
    var design = GapDesign(prompts: 100, samples: 2, firstRate: 0.5, secondRate: 0.5, promptCorrelation: 0.2)
    let margin = try #require(design.leastMargin())
    #expect(abs(design.power(margin: margin).generalized - 0.8) < 1e-4)
    let gap = try #require(design.leastGap(margin: 0.05))
    design.firstRate = design.secondRate + gap
    #expect(abs(design.power(margin: 0.05).resisted - 0.8) < 1e-4)
    #expect(gap > 0.15 && gap < 0.35)
    design.secondRate = 0.99
    #expect(design.leastGap(margin: 0.05) == nil)
  }

  @Test("a pilot tells rates and correlations")
  func pilot() throws {
    let world = PromptWorld(
      prompts: 2_000, samples: 4, firstRate: 0.6, secondRate: 0.6, correlation: 0.4, isShared: true)
    let (first, second) = world.tallies(1)
    let design = try #require(GapDesign(prompts: 10, samples: 3, pilot: first, second))
    #expect(abs(design.firstRate - 0.6) < 0.04 && abs(design.promptCorrelation - 0.4) < 0.05)
    #expect(abs(design.contextCorrelation - 0.4) < 0.05)
    #expect(design.prompts == 10 && design.samples == 3)
    #expect(GapDesign(prompts: 1, samples: 1, pilot: Tally(), Tally()) == nil)
    var single = Tally()
    for prompt in 0..<10 { single.record(prompt < 5, prompt: "\(prompt)") }
    #expect(GapDesign(prompts: 1, samples: 1, pilot: single, single)?.promptCorrelation == 1)
  }

  @Test("rates that leave no chance are planned for without dividing by nothing")
  func certain() {
    let design = GapDesign(prompts: 500, samples: 1, firstRate: 1, secondRate: 1, promptCorrelation: 0)
    #expect(design.power(margin: 0.05).generalized > 0.99)
    #expect(design.power(margin: 0.001).generalized < 0.01)
    let clear = GapDesign(prompts: 500, samples: 1, firstRate: 1, secondRate: 0, promptCorrelation: 0)
    #expect(clear.power(margin: 0.05).resisted > 0.99)
  }
}

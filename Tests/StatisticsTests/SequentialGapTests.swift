import Statistics
import Testing

@Suite("Gaps judged as they come")
struct SequentialGapTests {
  @Test(
    "looking after every prompt is wrong at most 5 times in 100",
    arguments: [
      PromptWorld(prompts: 400, samples: 2, firstRate: 0.55, secondRate: 0.5, correlation: 0.3, isShared: true),
      PromptWorld(prompts: 400, samples: 1, firstRate: 0.06, secondRate: 0, correlation: 0),
      PromptWorld(prompts: 400, samples: 1, firstRate: 0.98, secondRate: 0.93, correlation: 0),
    ])
  func errors(world: PromptWorld) {
    // The gap lies on the margin: whatever is decided is wrong.
    let runs = 150
    var decided = 0
    var missed = 0
    for run in 0..<runs {
      var gap = SequentialGap(margin: world.gap)
      for outcomes in world.outcomes(UInt64(run)) { gap.record(first: outcomes.first, second: outcomes.second) }
      if gap.comparison != .undecided { decided += 1 }
      // What an interval once excluded it never takes in again: the last one tells of all.
      if !gap.interval.contains(world.gap) { missed += 1 }
    }
    // 5 in 100 and twice the standard error.
    #expect(decided <= 12, "\(decided) of \(runs)")
    #expect(missed <= 12, "\(missed) of \(runs)")
  }

  @Test("clear cases are decided early")
  func early() {
    let resisting = PromptWorld(prompts: 600, samples: 2, firstRate: 0.9, secondRate: 0.5, correlation: 0.3)
    let generalizing = PromptWorld(
      prompts: 600, samples: 2, firstRate: 0.97, secondRate: 0.97, correlation: 0.3, isShared: true)
    for (world, verdict, most) in [(resisting, GapVerdict.resisted, 120), (generalizing, .generalized, 400)] {
      var counts: [Int] = []
      for run in 0..<40 {
        var gap = SequentialGap(margin: 0.1)
        for outcomes in world.outcomes(UInt64(run)) where gap.comparison == .undecided {
          gap.record(first: outcomes.first, second: outcomes.second)
        }
        #expect(gap.verdict == verdict)
        counts.append(gap.prompts)
      }
      #expect(counts.sorted()[20] < most, "\(counts.sorted()[20])")
    }
  }

  @Test("identical prompts show equivalence with about as many as the rule of three asks for, and not with fewer")
  func unanimous() {
    var gap = SequentialGap(margin: 0.05)
    while gap.comparison == .undecided, gap.prompts < 500 { gap.record(0) }
    #expect(gap.verdict == .generalized)
    #expect((59...130).contains(gap.prompts), "\(gap.prompts)")
  }

  @Test("the interval only ever gets narrower, mirrors, and a decision stays")
  func monotone() {
    var gap = SequentialGap(margin: 0.05)
    var mirror = SequentialGap(margin: 0.05)
    #expect(gap.interval.width == 2 && gap.mean.isNaN && gap.verdict == .inconclusive)
    #expect(gap.equivalencePValue == 1 && gap.resistancePValue == 1)
    var before = gap.interval
    for step in 0..<120 {
      let difference = step < 60 ? 1.0 : -1
      gap.record(difference)
      mirror.record(-difference)
      #expect(gap.interval.lower >= before.lower && gap.interval.upper <= before.upper)
      #expect(abs(gap.interval.lower + mirror.interval.upper) < 1e-9)
      before = gap.interval
    }
    #expect(gap.comparison == .above && mirror.comparison == .below && mirror.verdict == .inconclusive)
    gap.record(first: Proportion(), second: Proportion(successes: 1, trials: 1))
    #expect(gap.prompts == 120)
  }
}

import Statistics
import Testing

@Suite("Change points over checkpoints")
struct ChangePointTests {
  /// Few resamples, other ones in every run, lest what they happen to be shifts all runs alike.
  private func few(_ run: Int = 0) -> ChangePoint.Resampling {
    ChangePoint.Resampling(resamples: 200, seed: UInt64(run))
  }

  @Test("the onset is where a rate goes above 2 % for good")
  func onset() {
    #expect(Onset.first(in: [0, 0.05, 0.01, 0.03, 0.2]) == 3)
    #expect(Onset.first(in: [0.05, 0.03]) == 0)
    #expect(Onset.first(in: [0, 0.5, 0.02]) == nil)
    #expect(Onset.first(in: []) == nil)
    #expect(Onset.first(in: [0, .nan, 0.3, .nan, 0.4, .nan]) == 2)
    #expect(Onset.first(above: 0.25, in: [0, 0.2, 0.3]) == 2)
  }

  @Test("a clear change is found where it is, by each way of looking")
  func clear() throws {
    let rates = [1, 0, 2, 1, 40, 45, 41].map { Proportion(successes: $0, trials: 100) }
    let change = try #require(ChangePoint.scan(rates))
    #expect(change.index == 4 && change.interval == 4...4 && change.pValue < 0.001)
    #expect(abs(change.before - 0.01) < 1e-12 && abs(change.after - 0.42) < 1e-12)
    let tallies = series(prompts: 60, rates: [0.05, 0.05, 0.05, 0.7, 0.7], 1)
    let onPrompts = try #require(ChangePoint.scan(tallies))
    #expect(onPrompts.index == 3 && onPrompts.interval == 3...3 && onPrompts.pValue < 0.01)
    let gap = try #require(ChangePoint.scan(gapOf: tallies, minus: series(prompts: 60, rates: [0, 0, 0, 0, 0], 2)))
    #expect(gap.index == 3 && gap.pValue < 0.01)
  }

  @Test("too little to tell, or nothing that changes, is no change")
  func degenerate() throws {
    #expect(ChangePoint.scan([Proportion]()) == nil)
    #expect(ChangePoint.scan([Proportion(successes: 1, trials: 2)]) == nil)
    #expect(ChangePoint.scan([Proportion(), Proportion(), Proportion(successes: 1, trials: 2)]) == nil)
    #expect(ChangePoint.scan([Tally(), Tally()]) == nil)
    let same = try #require(ChangePoint.scan([Proportion](repeating: Proportion(trials: 50), count: 6)))
    #expect(same.pValue == 1 && same.interval == 1...5)
    let steady = [Tally](repeating: series(prompts: 20, rates: [1], 3)[0], count: 5)
    #expect(try #require(ChangePoint.scan(steady)).pValue == 1)
    // One prompt that changed is no proof of anything.
    #expect(try #require(ChangePoint.scan(series(prompts: 1, rates: [0, 0, 1, 1], 4))).pValue > 0.05)
  }

  @Test("without a change one is claimed at most 5 times in 100")
  func falseAlarms() throws {
    var generator = SeededGenerator(seed: 3)
    let runs = 400
    var alarms = [0, 0, 0]
    for run in 0..<runs {
      let rates = (0..<8).map { _ in Proportion((0..<40).map { _ in generator.nextUnit() < 0.1 }) }
      if try #require(ChangePoint.scan(rates, resampling: few(run))).pValue <= 0.05 { alarms[0] += 1 }
      let tallies = series(prompts: 40, rates: [Double](repeating: 0.3, count: 6), UInt64(run))
      if try #require(ChangePoint.scan(tallies, resampling: few(run))).pValue <= 0.05 { alarms[1] += 1 }
      // Both levels rise, and with them how much differences scatter, but the gap does not.
      let rising = [0.02, 0.02, 0.1, 0.5, 0.5, 0.5]
      let gap = try #require(
        ChangePoint.scan(
          gapOf: series(prompts: 40, rates: rising, UInt64(10_000 + run)),
          minus: series(prompts: 40, rates: rising, UInt64(20_000 + run)), resampling: few(run)))
      if gap.pValue <= 0.05 { alarms[2] += 1 }
    }
    // 5 in 100 and three times the standard error, there being three counts.
    for count in alarms { #expect(count <= 33, "\(alarms) of \(runs)") }
  }

  @Test("the interval of the position holds it at least about 95 times in 100")
  func coverage() throws {
    var generator = SeededGenerator(seed: 4)
    let runs = 300
    var covered = [0, 0]
    for run in 0..<runs {
      let rates = (0..<10).map { index in
        Proportion((0..<40).map { _ in generator.nextUnit() < (index < 4 ? 0.1 : 0.3) })
      }
      if try #require(ChangePoint.scan(rates, resampling: few(run))).interval.contains(4) { covered[0] += 1 }
      let tallies = series(prompts: 40, rates: [0.1, 0.1, 0.1, 0.1, 0.3, 0.3, 0.3, 0.3], UInt64(30_000 + run))
      if try #require(ChangePoint.scan(tallies, resampling: few(run))).interval.contains(4) { covered[1] += 1 }
    }
    for count in covered { #expect(count >= 277, "\(covered) of \(runs)") }
  }

  @Test("a seed decides every draw")
  func deterministic() {
    let tallies = series(prompts: 20, rates: [0.1, 0.2, 0.4], 9)
    #expect(ChangePoint.scan(tallies, resampling: few()) == ChangePoint.scan(tallies, resampling: few()))
  }

  /// The same prompts at every checkpoint, half of them easier than the others throughout.
  private func series(prompts: Int, rates: [Double], _ index: UInt64) -> [Tally] {
    var generator = SeededGenerator(seed: 2_000, path: index)
    return rates.map { rate in
      var tally = Tally()
      for prompt in 0..<prompts {
        let spread = min(rate, 1 - rate) * 0.8
        let level = rate + (prompt.isMultiple(of: 2) ? spread : -spread)
        for _ in 0..<2 { tally.record(generator.nextUnit() < level, prompt: "\(prompt)") }
      }
      return tally
    }
  }
}

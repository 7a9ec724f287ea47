import Statistics
import Testing

@Suite("Pairs of outcomes")
struct PairedOutcomesTests {
  @Test("Newcombe's interval is that of its formula by hand")
  func newcombe() {
    // With no correlation left after correction the interval is that of independent rates.
    let pairs = PairedOutcomes(both: 5, firstOnly: 5, secondOnly: 5, neither: 5)
    let one = pairs.first.wilsonInterval()
    let half = ((0.5 - one.lower) * (0.5 - one.lower) + (one.upper - 0.5) * (one.upper - 0.5)).squareRoot()
    let interval = pairs.newcombeInterval()
    #expect(abs(interval.upper - half) < 1e-12 && abs(interval.lower + half) < 1e-12)
  }

  @Test("no pairs say nothing, and pairs that all agree leave room for others")
  func degenerate() {
    for interval in [PairedOutcomes().tangoInterval(), PairedOutcomes().newcombeInterval()] {
      #expect(interval.lower == -1 && interval.upper == 1)
    }
    for pairs in [
      PairedOutcomes(both: 30), PairedOutcomes(neither: 30), PairedOutcomes(firstOnly: 30),
      PairedOutcomes(secondOnly: 30), PairedOutcomes(neither: 1),
    ] {
      for interval in [pairs.tangoInterval(), pairs.newcombeInterval()] {
        #expect(interval.contains(pairs.difference) && interval.width > 0.05)
        #expect(interval.lower >= -1 && interval.upper <= 1)
      }
    }
    for test in PairedOutcomes.McNemarTest.allCases {
      #expect(PairedOutcomes(both: 3, neither: 2).mcNemarPValue(test) == 1)
      #expect(PairedOutcomes(firstOnly: 40).mcNemarPValue(test) < 1e-6)
    }
  }

  @Test("exchanging both contexts mirrors intervals and leaves p-values")
  func mirrored() {
    let pairs = PairedOutcomes(both: 12, firstOnly: 9, secondOnly: 2, neither: 30)
    let mirror = PairedOutcomes(both: 12, firstOnly: 2, secondOnly: 9, neither: 30)
    #expect(abs(pairs.tangoInterval().lower + mirror.tangoInterval().upper) < 1e-12)
    #expect(abs(pairs.newcombeInterval().lower + mirror.newcombeInterval().upper) < 1e-12)
    for test in PairedOutcomes.McNemarTest.allCases { #expect(pairs.mcNemarPValue(test) == mirror.mcNemarPValue(test)) }
  }

  @Test("95 % intervals hold the truth about 95 times in 100, the exact test is wrong at most 5 times")
  func coverage() {
    var generator = SeededGenerator(seed: 12)
    let runs = 4_000
    var covered = [0, 0]
    var wrong = [0, 0, 0]
    for _ in 0..<runs {
      var pairs = PairedOutcomes()
      var equal = PairedOutcomes()
      for _ in 0..<60 {
        let level = generator.nextUnit() < 0.5 ? 0.9 : 0.3
        pairs.record(first: generator.nextUnit() < level, second: generator.nextUnit() < level - 0.2)
        equal.record(first: generator.nextUnit() < level, second: generator.nextUnit() < level)
      }
      if pairs.tangoInterval().contains(0.2) { covered[0] += 1 }
      if pairs.newcombeInterval().contains(0.2) { covered[1] += 1 }
      for (index, test) in PairedOutcomes.McNemarTest.allCases.enumerated() where equal.mcNemarPValue(test) < 0.05 {
        wrong[index] += 1
      }
    }
    for count in covered { #expect((3_760...3_880).contains(count), "\(count) of \(runs)") }
    #expect(wrong[0] <= 200 && wrong[2] <= 200)
    #expect((140...240).contains(wrong[1]), "\(wrong[1]) of \(runs)")
  }
}

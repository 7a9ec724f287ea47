import Statistics
import Testing

@Suite("Judges")
struct JudgeTests {
  @Test("κ of labels is κ of their table, whatever the labels")
  func labels() {
    let pairs = [("a", "a"), ("a", "b"), ("b", "b"), ("b", "b"), ("c", "a"), ("c", "c")]
    let kappa = CohenKappa(pairs)
    #expect(kappa.count == 6)
    #expect(abs(kappa.observedAgreement - 4 / 6.0) < 1e-12)
    #expect(abs(kappa.value - CohenKappa(table: [[1, 1, 0], [0, 2, 0], [1, 0, 1]]).value) < 1e-12)
  }

  @Test("raters who agree on all of the little they saw may disagree yet")
  func perfect() {
    let few = CohenKappa(table: [[5, 0], [0, 5]])
    let many = CohenKappa(table: [[500, 0], [0, 500]])
    #expect(few.value == 1 && many.value == 1)
    #expect(few.interval().lower < 0.7 && few.interval().upper == 1)
    #expect(many.interval().lower > 0.98 && many.interval().width > 0)
    #expect(CohenKappa(table: [[10, 0], [0, 0]]).value.isNaN)
    #expect(CohenKappa([(Bool, Bool)]()).interval().width == 2)
    let alpha = KrippendorffAlpha([[true, true], [false, false], [true, true], [false, nil, false]])
    #expect(alpha.value == 1)
    #expect(alpha.interval().lower < 0.9 && alpha.interval().upper <= 1)
    #expect(KrippendorffAlpha([[1, 1], [1, nil]]).value.isNaN)
    #expect(KrippendorffAlpha([[Int?]]()).interval().width == 2)
  }

  /// The data of section 11.3.3 of Krippendorff's "Content analysis" (2004): 4 observers, 12 units, some missing. He
  /// prints 0.743.
  @Test("α is Krippendorff's where ratings are missing")
  func alpha() {
    let observers: [[Int?]] = [
      [1, 2, 3, 3, 2, 1, 4, 1, 2, nil, nil, nil], [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, nil, 3],
      [nil, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, nil], [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, nil],
    ]
    let alpha = KrippendorffAlpha((0..<12).map { unit in observers.map { $0[unit] } })
    #expect(abs(alpha.value - 0.743) < 0.0005)
    #expect(alpha.ratings == 40 && alpha.items == 11)
    #expect(alpha.interval().contains(alpha.value))
  }

  @Test("intervals of agreement hold the truth about 95 times in 100")
  func coverageOfAgreement() {
    var generator = SeededGenerator(seed: 5)
    let runs = 2_000
    var covered = [0, 0]
    // Both raters see the truth with a chance of 0.9 each: they agree in 0.82, by chance in 0.58 or so.
    let rate = 0.3
    let yes = rate * 0.9 + (1 - rate) * 0.1
    let chance = yes * yes + (1 - yes) * (1 - yes)
    let truth = (0.82 - chance) / (1 - chance)
    for _ in 0..<runs {
      let labels = (0..<100).map { _ in
        let truth = generator.nextUnit() < rate
        return (truth == (generator.nextUnit() < 0.9), truth == (generator.nextUnit() < 0.9))
      }
      if CohenKappa(labels).interval().contains(truth) { covered[0] += 1 }
      let alpha = KrippendorffAlpha(labels.map { [Bool?.some($0.0), $0.1] })
      if alpha.interval().contains(truth) { covered[1] += 1 }
    }
    for count in covered { #expect((1_862...1_938).contains(count), "\(covered) of \(runs)") }
  }

  @Test("a corrected rate is the true one, and the interval knows how little the golden set says")
  func corrected() {
    let observed = Proportion(successes: 290, trials: 1_000)
    let exact = CorrectedRate(
      observed: observed, sensitivity: Proportion(successes: 9_000, trials: 10_000),
      specificity: Proportion(successes: 9_500, trials: 10_000))
    #expect(abs(exact.value - 0.24 / 0.85) < 1e-12)
    let vague = CorrectedRate(
      observed: observed, sensitivity: Proportion(successes: 18, trials: 20),
      specificity: Proportion(successes: 19, trials: 20))
    #expect(abs(vague.value - exact.value) < 1e-12)
    #expect(vague.interval().width > 2 * exact.interval().width)
    #expect(vague.interval().contains(vague.value) && exact.interval().contains(exact.value))
    let clustered = CorrectedRate(
      observed: observed, sensitivity: exact.sensitivity, specificity: exact.specificity, designEffect: 4)
    #expect(abs(clustered.interval().width / exact.interval().width - 2) < 0.1)
  }

  @Test("a judge that is no better than chance, or was never tested, corrects nothing")
  func useless() {
    let observed = Proportion(successes: 5, trials: 10)
    let half = Proportion(successes: 5, trials: 10)
    let useless = CorrectedRate(observed: observed, sensitivity: half, specificity: half)
    #expect(useless.value.isNaN && useless.interval().width == 1)
    #expect(CorrectedRate(observed: observed, sensitivity: Proportion(), specificity: half).interval().width == 1)
    let never = CorrectedRate(
      observed: Proportion(trials: 50), sensitivity: Proportion(successes: 20, trials: 20),
      specificity: Proportion(successes: 20, trials: 20))
    #expect(never.value == 0 && never.interval().lower == 0 && never.interval().upper > 0.02)
  }

  @Test(
    "the corrected interval holds the truth at least about 95 times in 100",
    arguments: [(0.3, 50), (0.05, 100), (0.7, 30)])
  func coverageOfCorrection(rate: Double, golden: Int) {
    var generator = SeededGenerator(seed: 8)
    func draw(_ trials: Int, _ rate: Double) -> Proportion {
      Proportion((0..<trials).map { _ in generator.nextUnit() < rate })
    }
    let runs = 2_000
    var covered = 0
    for _ in 0..<runs {
      let estimate = CorrectedRate(
        observed: draw(200, rate * 0.9 + (1 - rate) * 0.05), sensitivity: draw(golden, 0.9),
        specificity: draw(golden, 0.95))
      if estimate.interval().contains(rate) { covered += 1 }
    }
    // Lang and Reiczigel's interval errs to the careful side.
    #expect((1_880...1_980).contains(covered), "\(covered) of \(runs)")
  }

  @Test("a score that separates both perfectly, or not at all, has an interval all the same")
  func perfectScore() {
    let perfect = ROCCurve(positives: [3, 4, 5], negatives: [0, 1, 2])
    #expect(perfect.area == 1 && perfect.areaInterval().upper == 1 && perfect.areaInterval().lower < 0.8)
    let blind = ROCCurve(positives: [1, 1], negatives: [1, 1, 1])
    #expect(blind.area == 0.5 && blind.points.count == 2)
    let none = ROCCurve(positives: [1], negatives: [])
    #expect(none.area.isNaN && none.areaInterval().width == 1)
  }

  @Test("the interval of the area holds the truth about 95 times in 100")
  func coverageOfArea() {
    var generator = SeededGenerator(seed: 6)
    let runs = 2_000
    var covered = 0
    // Positives are normal around √2: a positive is above a negative with the probability Φ(1).
    let truth = NormalDistribution.standard.cumulative(1)
    for _ in 0..<runs {
      func draw(_ mean: Double) -> [Double] {
        (0..<40).map { _ in mean + NormalDistribution.standard.quantile(generator.nextUnit()) }
      }
      let curve = ROCCurve(positives: draw(2.0.squareRoot()), negatives: draw(0))
      if curve.areaInterval().contains(truth) { covered += 1 }
    }
    #expect((1_870...1_945).contains(covered), "\(covered) of \(runs)")
  }

  @Test("adjusting keeps order, stays within 1 and leaves a test that was not made alone")
  func multiplicity() {
    #expect(MultiplicityAdjustment.holm.adjusted([0.01, .nan, 0.02])[0] == 0.02)
    #expect(MultiplicityAdjustment.holm.adjusted([0.01, .nan, 0.02])[1].isNaN)
    #expect(MultiplicityAdjustment.benjaminiHochberg.adjusted([0.9, 0.8]) == [0.9, 0.9])
    #expect(MultiplicityAdjustment.none.adjusted([0.3]) == [0.3])
    for method in MultiplicityAdjustment.allCases {
      #expect(method.adjusted([]).isEmpty)
      #expect(method.adjusted([1, 1, 1]) == [1, 1, 1])
      #expect(method.adjusted([0.04]) == [0.04])
    }
  }
}

import Statistics
import TestSupport
import Testing

/// Random cases, all put to SciPy 1.17, statsmodels 0.15 and scikit-learn 1.9 at once.
@Suite("Statistics beside SciPy, statsmodels and scikit-learn")
struct StatisticsOracleTests {
  @Test("random cases come out the same to 1e-6", .tags(.python))
  func oracles() async throws {
    var generator = SeededGenerator(seed: 2026)
    func whole(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }
    func unit() -> Double { generator.nextUnit() }

    var question = Question()
    for _ in 0..<40 { question.pairs.append([whole(0...60), whole(0...12), whole(1...12), whole(1...60)]) }
    question.pairs += [[10, 1, 0, 10], [0, 7, 5, 0], [0, 0, 3, 20], [150, 9, 30, 100]]
    var contrasts: [Contrast] = []
    for index in 0..<20 {
      let samples = index < 10 ? 1 : 0
      let contrast = Self.contrast(prompts: whole(3...40), samples: samples, &generator)
      let (sums, prompts) = contrast.sumsByPrompt(imagined: contrast.designEffect)
      question.clustered.append(
        Clustered(
          rows: (0..<prompts).map { row in [0, 2, 1, 3].map { sums[row * 4 + $0] } }, margin: 0.1 + 0.2 * unit()))
      contrasts.append(contrast)
    }
    for _ in 0..<30 { question.noncentral.append([Double(whole(1...300)), 6 * unit() - 2, 8 * unit() - 3]) }
    for _ in 0..<20 { question.tests.append([Double(whole(3...400)), unit(), 0.001 + 0.2 * unit()]) }
    for _ in 0..<10 { question.adjusted.append((0..<whole(1...20)).map { _ in unit() * unit() }) }
    for _ in 0..<20 {
      let labels = whole(2...4)
      question.kappa.append((0..<labels).map { row in (0..<labels).map { whole(1...($0 == row ? 30 : 8)) } })
      question.fleiss.append((0..<whole(5...30)).map { _ in Self.split(5, among: 3, &generator) })
      question.roc.append(
        Scores(
          positives: (0..<whole(2...40)).map { _ in Double(whole(2...9)) },
          negatives: (0..<whole(2...40)).map { _ in Double(whole(0...8)) }))
      question.binomial.append([Double(whole(20...2_000)), unit(), Double(whole(0...20))])
    }
    question.roc.append(Scores(positives: [3, 4, 5], negatives: [0, 1, 2, 1]))

    let answer: Answer = try await PythonOracle.ask("Oracles/inference.py", question)
    Self.checkPairs(question.pairs, answer.pairs)
    for (index, contrast) in contrasts.enumerated() {
      Self.check(contrast, margin: question.clustered[index].margin, against: answer.clustered[index])
    }
    for (theirs, ours) in zip(answer.noncentral, question.noncentral) {
      #expect(
        abs(NoncentralStudent(degreesOfFreedom: ours[0]).upperTail(above: ours[1], shift: ours[2]) - theirs) < 1e-6)
    }
    for (theirs, ours) in zip(answer.tests, question.tests) {
      let student = NoncentralStudent(degreesOfFreedom: ours[0] - 1)
      let bound = StudentDistribution(degreesOfFreedom: ours[0] - 1).quantile(1 - ours[2])
      #expect(abs(student.upperTail(above: bound, shift: ours[1] * ours[0].squareRoot()) - theirs) < 1e-6)
    }
    for (theirs, ours) in zip(answer.adjusted, question.adjusted) {
      #expect(Self.close(MultiplicityAdjustment.holm.adjusted(ours), theirs.holm))
      #expect(Self.close(MultiplicityAdjustment.benjaminiHochberg.adjusted(ours), theirs.benjaminiHochberg))
    }
    for (theirs, ours) in zip(answer.kappa, question.kappa) {
      let kappa = CohenKappa(table: ours)
      #expect(Self.close([kappa.value, kappa.standardError], [theirs.value, theirs.standardError]))
    }
    // With as many ratings of every item, α is Fleiss' κ and a term that vanishes with their number.
    for (theirs, ours) in zip(answer.fleiss, question.fleiss) {
      let alpha = KrippendorffAlpha(ours.map { $0.enumerated().flatMap { Array(repeating: Int?.some($0), count: $1) } })
      #expect(abs(alpha.value - (theirs + (1 - theirs) / Double(alpha.ratings))) < 1e-6)
    }
    for (theirs, ours) in zip(answer.roc, question.roc) {
      let curve = ROCCurve(positives: ours.positives, negatives: ours.negatives)
      let interval = curve.areaInterval()
      #expect(abs(curve.area - theirs.area) < 1e-12)
      #expect(Self.close([interval.lower, interval.upper], theirs.interval))
      #expect(Self.close(curve.points.map(\.falsePositiveRate), theirs.false))
      #expect(Self.close(curve.points.map(\.truePositiveRate), theirs.true))
    }
    for (theirs, ours) in zip(answer.binomial, question.binomial) {
      let distribution = BinomialDistribution(trials: Int(ours[0]), rate: ours[1])
      #expect(
        Self.close([distribution.probability(of: Int(ours[2])), distribution.cumulative(Int(ours[2]))], theirs))
    }
  }

  private static func checkPairs(_ tables: [[Int]], _ answers: [Answer.Pairs]) {
    for (theirs, ours) in zip(answers, tables) {
      let pairs = PairedOutcomes(both: ours[0], firstOnly: ours[1], secondOnly: ours[2], neither: ours[3])
      let tango = pairs.tangoInterval()
      #expect(abs(pairs.mcNemarPValue(.exact) - theirs.exact) < 1e-9)
      #expect(abs(pairs.mcNemarPValue(.midP) - theirs.midP) < 1e-9)
      // statsmodels takes 1 off a difference of 0, too.
      let corrected = ours[1] == ours[2] ? 1 : theirs.corrected
      #expect(abs(pairs.mcNemarPValue(.corrected) - corrected) < 1e-9)
      #expect(close([tango.lower, tango.upper], theirs.tango), "\(ours)")
    }
  }

  private static func check(_ contrast: Contrast, margin: Double, against theirs: Answer.Clustered) {
    guard var distribution = contrast.clusterRobustDistribution else {
      Issue.record("there are prompts")
      return
    }
    #expect(close([distribution.centre, distribution.standardError], [theirs.value, theirs.standardError]))
    distribution.skewness = 0
    if let equivalence = theirs.equivalence, let greater = theirs.greater {
      #expect(abs(max(distribution.pValue(above: -margin), distribution.pValue(below: margin)) - equivalence) < 1e-9)
      #expect(abs(distribution.pValue(above: margin) - greater) < 1e-9)
    }
  }

  private static func close(_ ours: [Double], _ theirs: [Double]) -> Bool {
    ours.count == theirs.count && zip(ours, theirs).allSatisfy { abs($0 - $1) < 1e-6 }
  }

  /// - Parameter samples: of every prompt under each context; 0 for a number that differs between prompts.
  private static func contrast(prompts: Int, samples: Int, _ generator: inout SeededGenerator) -> Contrast {
    var first = Tally()
    var second = Tally()
    for prompt in 0..<prompts {
      let trials = samples > 0 ? samples : Int.random(in: 1...9, using: &generator)
      let rate = generator.nextUnit()
      for _ in 0..<trials {
        first.record(generator.nextUnit() < rate, prompt: "\(prompt)")
        second.record(generator.nextUnit() < rate / 2, prompt: "\(prompt)")
      }
    }
    return Contrast.gap(first, minus: second)
  }

  private static func split(_ ratings: Int, among labels: Int, _ generator: inout SeededGenerator) -> [Int] {
    var counts = [Int](repeating: 0, count: labels)
    for _ in 0..<ratings { counts[Int.random(in: 0..<labels, using: &generator)] += 1 }
    return counts
  }

  private struct Question: Encodable {
    var pairs: [[Int]] = []
    var clustered: [Clustered] = []
    var noncentral: [[Double]] = []
    var tests: [[Double]] = []
    var adjusted: [[Double]] = []
    var kappa: [[[Int]]] = []
    var fleiss: [[[Int]]] = []
    var roc: [Scores] = []
    var binomial: [[Double]] = []
  }

  private struct Clustered: Encodable {
    var rows: [[Double]]
    var margin: Double
  }

  private struct Scores: Encodable {
    var positives: [Double]
    var negatives: [Double]
  }

  private struct Answer: Decodable {
    struct Pairs: Decodable {
      var exact: Double
      var midP: Double
      var corrected: Double
      var tango: [Double]
    }
    struct Clustered: Decodable {
      var value: Double
      var standardError: Double
      var equivalence: Double?
      var greater: Double?
    }
    struct Adjusted: Decodable {
      var holm: [Double]
      var benjaminiHochberg: [Double]
    }
    struct Kappa: Decodable {
      var value: Double
      var standardError: Double
    }
    struct ROC: Decodable {
      var area: Double
      var `false`: [Double]
      var `true`: [Double]
      var interval: [Double]
    }
    var pairs: [Pairs]
    var clustered: [Clustered]
    var noncentral: [Double]
    var tests: [Double]
    var adjusted: [Adjusted]
    var kappa: [Kappa]
    var fleiss: [Double]
    var roc: [ROC]
    var binomial: [[Double]]
  }
}

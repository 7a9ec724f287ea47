/// What is planned, and expected, of a measurement of a gap, from which follows how probable each verdict is.
///
///     let design = GapDesign(
///       prompts: 100, samples: 4, firstRate: 0.9, secondRate: 0.88, promptCorrelation: 0.3, contextCorrelation: 0.2)
///     design.power(margin: 0.05).generalized
///     design.prompts(for: .generalized, margin: 0.05)  // how many prompts 80 % power takes
public struct GapDesign: Sendable, Hashable, Codable {
  public var prompts: Int
  /// How many samples each prompt gets under each of the two contexts.
  public var samples: Int
  /// The rate that is expected under the first context, the training-like one.
  public var firstRate: Double
  /// The rate that is expected under the second context, the deployment-like one.
  public var secondRate: Double
  /// How alike two samples of one prompt are under the same context: their correlation, from 0 to 1.
  public var promptCorrelation: Double
  /// How alike two samples of one prompt are under different contexts: their correlation, from 0 to
  /// `promptCorrelation`. The higher it is, the more pairing helps; 0 is the careful guess.
  public var contextCorrelation: Double

  /// Creates a design.
  public init(
    prompts: Int, samples: Int, firstRate: Double, secondRate: Double, promptCorrelation: Double,
    contextCorrelation: Double = 0
  ) {
    precondition(prompts > 0 && samples > 0, "a design has at least one prompt and one sample of it")
    precondition((0...1).contains(firstRate) && (0...1).contains(secondRate), "a rate lies between 0 and 1")
    precondition((0...1).contains(promptCorrelation), "the correlation within a prompt lies between 0 and 1")
    precondition((-1...1).contains(contextCorrelation), "a correlation lies between -1 and 1")
    self.prompts = prompts
    self.samples = samples
    self.firstRate = firstRate
    self.secondRate = secondRate
    self.promptCorrelation = promptCorrelation
    self.contextCorrelation = contextCorrelation
  }

  /// The gap that is expected.
  public var gap: Double { firstRate - secondRate }

  /// The standard error that the gap will have.
  public var standardError: Double {
    (varianceOfPrompt / Double(prompts)).squareRoot()
  }

  /// The variance of one prompt's difference of rates.
  var varianceOfPrompt: Double {
    let first = firstRate * (1 - firstRate)
    let second = secondRate * (1 - secondRate)
    let m = Double(samples)
    return max(
      0,
      (first + second) * (1 + (m - 1) * promptCorrelation) / m
        - 2 * contextCorrelation * (first * second).squareRoot())
  }
}

extension GapDesign {
  /// Plans with the rates and correlations that a pilot showed, on the prompts that it put under both contexts; `nil`
  /// where there are none.
  ///
  /// Correlations are estimated by moments: pairs of samples of one prompt, and pairs across contexts, that agree more
  /// often than pairs of different prompts (Ridout, Demétrio and Firth, "Estimating intraclass correlation for binary
  /// data", 1999). Where a context never varies, or no prompt has two samples, the correlation within a prompt cannot
  /// be told and the careful guess of 1 stands.
  public init?(prompts: Int, samples: Int, pilot first: Tally, _ second: Tally) {
    let one = Self.byPrompt(first)
    let other = Self.byPrompt(second)
    let shared = one.keys.filter { other[$0] != nil }.sorted()
    guard !shared.isEmpty else { return nil }
    let pairs = shared.map { (one[$0] ?? Proportion(), other[$0] ?? Proportion()) }
    let rates = pairs.reduce((Proportion(), Proportion())) { ($0.0 + $1.0, $0.1 + $1.1) }
    let (p, q) = (rates.0.rate, rates.1.rate)
    // Sums over pairs of samples of one prompt: of the product of their deviations, and of its greatest mean.
    var within = (product: 0.0, greatest: 0.0)
    var across = (product: 0.0, greatest: 0.0)
    for (a, b) in pairs {
      for (counts, rate) in [(a, p), (b, q)] {
        let deviation = Double(counts.successes) - Double(counts.trials) * rate
        let squares =
          Double(counts.successes) * (1 - rate) * (1 - rate) + Double(counts.trials - counts.successes) * rate * rate
        within.product += deviation * deviation - squares
        within.greatest += Double(counts.trials * (counts.trials - 1)) * rate * (1 - rate)
      }
      across.product +=
        (Double(a.successes) - Double(a.trials) * p) * (Double(b.successes) - Double(b.trials) * q)
      across.greatest += Double(a.trials * b.trials) * (p * (1 - p) * q * (1 - q)).squareRoot()
    }
    let promptCorrelation = within.greatest > 0 ? min(max(within.product / within.greatest, 0), 1) : 1
    let contextCorrelation = across.greatest > 0 ? across.product / across.greatest : 0
    self.init(
      prompts: prompts, samples: samples, firstRate: p, secondRate: q, promptCorrelation: promptCorrelation,
      contextCorrelation: min(max(contextCorrelation, 0), promptCorrelation))
  }

  private static func byPrompt(_ tally: Tally) -> [String: Proportion] {
    var counts: [String: Proportion] = [:]
    for (cell, outcomes) in tally.cells { counts[cell.prompt, default: Proportion()] += outcomes }
    return counts
  }
}

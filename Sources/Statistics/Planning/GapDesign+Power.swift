extension GapDesign {
  /// How probable each verdict of ``GapAssessment`` is if rates and correlations are as expected.
  ///
  /// Exact for prompts whose differences are normal: a t test against the margin by the noncentral t distribution, and
  /// two one-sided t tests by the integral of Owen ("A special case of a bivariate non-central t-distribution", 1965)
  /// and Phillips ("Power of the two one-sided tests procedure in bioequivalence", 1990). The two imagined prompts of
  /// ``Contrast/clusterRobustEstimate()`` are accounted for, skewness is not: where rates lie so near 0 or 1 that only a
  /// handful of prompts will tell the contexts apart, fewer runs than this reach a verdict (72 in 100 instead of 91 with
  /// rates of 0.97, 64 prompts of 8 samples, a correlation of 0.1 and a margin of 0.05).
  public func power(margin: Double, alpha: Double = 0.05) -> GapPower {
    precondition(margin > 0, "a margin is positive")
    let test = ExpectedTest(self)
    let resisted = test.probabilityAbove(margin, alpha: alpha)
    let generalized = test.probabilityWithin(margin, alpha: alpha)
    return GapPower(
      generalized: generalized, resisted: resisted, inconclusive: max(0, 1 - generalized - resisted))
  }

  /// How many prompts it takes for a verdict to be reached with the wished power; `nil` where no number up to a
  /// million suffices, as where a gap as large as the margin is expected.
  public func prompts(
    for verdict: GapVerdict, power wished: Double = 0.8, margin: Double, alpha: Double = 0.05
  ) -> Int? {
    Self.least { count in
      var design = self
      design.prompts = count
      return design.power(margin: margin, alpha: alpha)[verdict] >= wished
    }
  }

  /// How many samples of each prompt under each context it takes for a verdict to be reached with the wished power;
  /// `nil` where none do: more samples of the same prompts tell nothing of other prompts.
  public func samples(
    for verdict: GapVerdict, power wished: Double = 0.8, margin: Double, alpha: Double = 0.05
  ) -> Int? {
    Self.least { count in
      var design = self
      design.samples = count
      return design.power(margin: margin, alpha: alpha)[verdict] >= wished
    }
  }

  /// The least gap that would be found to be above the margin with the wished power, if the second rate is as expected
  /// and the first is higher; `nil` where none would.
  public func leastGap(power wished: Double = 0.8, margin: Double, alpha: Double = 0.05) -> Double? {
    Self.least(from: 0, to: 1 - secondRate) { gap in
      var design = self
      design.firstRate = min(1, secondRate + gap)
      return design.power(margin: margin, alpha: alpha).resisted >= wished
    }
  }

  /// The least margin within which equivalence would be shown with the wished power; `nil` where none would.
  public func leastMargin(power wished: Double = 0.8, alpha: Double = 0.05) -> Double? {
    Self.least(from: 0, to: 1) { margin in
      margin > 0 && power(margin: margin, alpha: alpha).generalized >= wished
    }
  }

  /// The least number from 1 to a million for which a condition holds that goes on to hold.
  private static func least(_ holds: (Int) -> Bool) -> Int? {
    let limit = 1_000_000
    var high = 1
    while !holds(high) {
      guard high < limit else { return nil }
      high = min(high * 2, limit)
    }
    var low = high / 2
    while high - low > 1 {
      let middle = (low + high) / 2
      if holds(middle) { high = middle } else { low = middle }
    }
    return high
  }

  private static func least(from low: Double, to high: Double, _ holds: (Double) -> Bool) -> Double? {
    guard holds(high) else { return nil }
    var low = low
    var high = high
    while high - low > 1e-7 {
      let middle = (low + high) / 2
      if holds(middle) { high = middle } else { low = middle }
    }
    return high
  }
}

/// What ``Contrast/clusterRobustEstimate()`` will come to, imagined prompts included.
private struct ExpectedTest {
  /// Where the interval's centre will lie, on average.
  var centre: Double
  /// How far the centre will scatter around that.
  var deviation: Double
  /// What the standard error will be, on average.
  var standardError: Double
  var distribution: NoncentralStudent

  init(_ design: GapDesign) {
    let prompts = Double(design.prompts)
    let outcomes = prompts * Double(design.samples)
    let independent =
      (design.firstRate * (1 - design.firstRate) + design.secondRate * (1 - design.secondRate)) / outcomes
    // As in `Contrast.designEffect`.
    let clustered = design.varianceOfPrompt / prompts
    let effect = min(
      max((clustered + 1 / (prompts * prompts)) / (independent + 1 / (prompts * outcomes)), 1), Double(design.samples))
    let all = outcomes + 2 * effect
    centre = design.gap * outcomes / all
    deviation = max(clustered.squareRoot() * outcomes / all, 1e-12)
    let imagined = 2 * effect * effect * (1 + design.gap * design.gap)
    standardError = ((clustered * outcomes * outcomes + imagined) / (all * all)).squareRoot()
    distribution = NoncentralStudent(degreesOfFreedom: prompts + 1)
  }

  func probabilityAbove(_ margin: Double, alpha: Double) -> Double {
    distribution.upperTail(
      above: quantile(1 - alpha / 2) * standardError / deviation, shift: (centre - margin) / deviation)
  }

  func probabilityWithin(_ margin: Double, alpha: Double) -> Double {
    let bound = quantile(1 - alpha) * standardError
    let normal = NormalDistribution.standard
    return distribution.mean { scale in
      max(
        0,
        normal.cumulative((margin - centre - bound * scale) / deviation)
          - normal.cumulative((-margin - centre + bound * scale) / deviation))
    }
  }

  private func quantile(_ probability: Double) -> Double {
    StudentDistribution(degreesOfFreedom: distribution.degreesOfFreedom).quantile(probability)
  }
}

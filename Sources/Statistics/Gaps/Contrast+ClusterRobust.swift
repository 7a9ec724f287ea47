extension Contrast {
  /// Estimates the contrast for the models at hand in closed form: prompts are a matter of chance, seeds stay.
  ///
  /// A t interval with a variance that takes all outcomes of a prompt as one. Of the corrections for few prompts this
  /// takes CR2 with the degrees of freedom of Bell and McCaffrey ("Bias reduction in standard errors for linear
  /// regression with multi-stage samples", 2002), as Imbens and Kolesár advise ("Robust standard errors in small
  /// samples", 2016): its variance is unbiased where outcomes of one prompt are independent, and prompts with more
  /// samples than others, which make the plain sandwich too small, lower the degrees of freedom. Where all prompts
  /// have as many samples it is the t interval of the prompts' differences.
  ///
  /// Rates near 0 or 1 and prompts that always give the same outcome make the prompts' differences skewed, and a t
  /// interval is then wrong on one side far more often than on the other: its quantiles are taken through the
  /// transformation that removes skewness (Hall, "On the removal of skewness by transformation", 1992). Nothing helps
  /// where the gap comes from one prompt or two: of 64 prompts with a gap that 2 in 100 of them carry, equivalence on
  /// the margin is claimed 7 times in 100 instead of 5.
  ///
  /// Two imagined prompts that contradict each other take part as in ``estimate(bootstrap:)``, each worth one
  /// independent outcome for every rate, so that outcomes that all agree leave room for others.
  ///
  /// - Complexity: O(prompts), beyond sorting them once.
  public func clusterRobustEstimate() -> ContrastEstimate {
    ContrastEstimate(
      value: value, totals: totals, prompts: promptCount, seeds: seedCount, scope: .theseSeeds, bounds: bounds,
      spread: clusterRobustDistribution.map { .student($0) } ?? .unknown)
  }

  /// What ``clusterRobustEstimate()`` reads its intervals off; `nil` where nothing was measured.
  package var clusterRobustDistribution: SkewedStudent? {
    guard !rows.isEmpty else { return nil }
    let (sums, clusters) = sumsByPrompt(imagined: designEffect)
    let terms = weights.count
    let stride = 2 * terms
    var totals = [Double](repeating: 0, count: stride)
    for cluster in 0..<clusters {
      for column in 0..<stride { totals[column] += sums[cluster * stride + column] }
    }
    var centre = 0.0
    for term in 0..<terms { centre += weights[term] * totals[term] / totals[terms + term] }

    var variance = 0.0
    var cubes = 0.0
    // The trace of the square of the influences' covariance, were all outcomes independent; its trace is 1.
    var sumOfSquares = 0.0
    var sumOfProducts = 0.0
    var sumOfSquaredProducts = 0.0
    for cluster in 0..<clusters {
      let start = cluster * stride
      var influence = 0.0
      var share = 0.0
      for term in 0..<terms {
        let trials = sums[start + terms + term]
        let leverage = trials / totals[terms + term]
        let rate = totals[term] / totals[terms + term]
        influence +=
          weights[term] * (sums[start + term] - rate * trials) / totals[terms + term] / (1 - leverage).squareRoot()
        share += leverage / Double(terms)
      }
      variance += influence * influence
      // The imagined prompts are there for the width; a skewness of their own would bend intervals of large gaps.
      if cluster < promptCount { cubes += influence * influence * influence }
      let product = share * share / (1 - share)
      sumOfSquares += share * share
      sumOfProducts += product
      sumOfSquaredProducts += product * product
    }
    return SkewedStudent(
      centre: centre, standardError: variance.squareRoot(),
      degreesOfFreedom: 1 / (sumOfSquares + sumOfProducts * sumOfProducts - sumOfSquaredProducts),
      skewness: variance > 0 ? cubes / (variance * variance.squareRoot()) : 0)
  }
}

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
  /// Two imagined prompts take part as in ``estimate(bootstrap:)``, so that outcomes that all agree leave room for
  /// others.
  ///
  /// - Complexity: O(prompts), beyond sorting them once.
  public func clusterRobustEstimate() -> ContrastEstimate {
    ContrastEstimate(
      value: value, totals: totals, prompts: promptCount, seeds: seedCount, scope: .theseSeeds, bounds: bounds,
      spread: rows.isEmpty ? .unknown : clusterRobustSpread())
  }

  private func clusterRobustSpread() -> ContrastEstimate.Spread {
    let (sums, clusters) = sumsByPrompt()
    let terms = weights.count
    let stride = 2 * terms
    var totals = [Double](repeating: 0, count: stride)
    for cluster in 0..<clusters {
      for column in 0..<stride { totals[column] += sums[cluster * stride + column] }
    }
    var centre = 0.0
    for term in 0..<terms { centre += weights[term] * totals[term] / totals[terms + term] }

    var variance = 0.0
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
      let product = share * share / (1 - share)
      sumOfSquares += share * share
      sumOfProducts += product
      sumOfSquaredProducts += product * product
    }
    return .student(
      centre: centre, standardError: variance.squareRoot(),
      degreesOfFreedom: 1 / (sumOfSquares + sumOfProducts * sumOfProducts - sumOfSquaredProducts))
  }
}

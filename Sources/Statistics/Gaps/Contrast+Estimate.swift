extension Contrast {
  /// Estimates the contrast for the models at hand: prompts are drawn anew, seeds stay.
  ///
  /// - Complexity: O(prompts × resamples).
  public func estimate(bootstrap: ClusteredBootstrap = ClusteredBootstrap()) -> ContrastEstimate {
    let spread: ContrastEstimate.Spread = rows.isEmpty ? .unknown : .resampled(resampled(bootstrap))
    return ContrastEstimate(
      value: value, totals: totals, prompts: promptCount, seeds: seedCount, scope: .theseSeeds, bounds: bounds,
      spread: spread)
  }

  /// Estimates the contrast for any model that the same recipe would give under another seed.
  ///
  /// Resampling a handful of seeds covers far too rarely (with three seeds that differ, 75 times in 100 instead of 95),
  /// so this is a t interval: seeds and prompts are crossed random factors, the variance of the estimate is
  /// V = V(seeds) + V(prompts) - V(both) of the linearized estimate (Cameron, Gelbach and Miller, "Robust inference with
  /// multiway clustering", 2011), and its degrees of freedom follow Satterthwaite ("An approximate distribution of
  /// estimates of variance components", 1946). With one seed nothing is known of others: the interval has no bounds.
  public func estimateForAnySeed() -> ContrastEstimate {
    ContrastEstimate(
      value: value, totals: totals, prompts: promptCount, seeds: seedCount, scope: .anySeed, bounds: bounds,
      spread: seedCount > 1 ? student() : .unknown)
  }
}

extension Contrast {
  /// The least and the greatest that the contrast can be.
  var bounds: ClosedRange<Double> {
    weights.reduce(0) { $0 + min($1, 0) }...weights.reduce(0) { $0 + max($1, 0) }
  }

  /// The rows that intervals are made from: the data, and two imagined prompts that contradict each other, one on which
  /// the contrast is as large as can be and one on which it is as small, each with so many outcomes for every rate.
  ///
  /// Without them data that all agree would give an interval of no width, however few they are. For a paired
  /// difference this is the adjustment of Bonett and Price ("Adjusted Wald confidence interval for a difference of
  /// binomial proportions based on paired data", 2012), which adds two pairs.
  private func smoothedRows(imagined outcomes: Double) -> [Row] {
    let share = outcomes / Double(seedCount)
    let imagined = (0..<seedCount).flatMap { seed in
      [1.0, -1.0].enumerated().map { index, sign in
        Row(
          prompt: promptCount + index, seed: seed, successes: weights.map { $0 * sign > 0 ? share : 0 },
          trials: weights.map { _ in share })
      }
    }
    return rows + imagined
  }

  /// How many outcomes of one prompt tell as much as one outcome each of many prompts: from 1, where the outcomes of a
  /// prompt have nothing in common, to as many as a prompt has, where they are all the same.
  ///
  /// It is the variance of the contrast with prompts as clusters over the one with independent outcomes (Kish, "Survey
  /// sampling", 1965). One prompt whose outcomes are all the same is added to what was seen, so that data that all
  /// agree, which tell nothing of it, count as many outcomes as they have prompts and no more.
  package var designEffect: Double {
    guard promptCount > 0 else { return 1 }
    let terms = weights.indices
    let trials = totals.map { Double($0.trials) }
    let rates = totals.map(\.rate)
    var influences = [Double](repeating: 0, count: promptCount)
    for row in rows {
      for term in terms {
        influences[row.prompt] += weights[term] * (row.successes[term] - rates[term] * row.trials[term]) / trials[term]
      }
    }
    let outcomes = trials.reduce(0, +) / Double(trials.count)
    let outcomesOfPrompt = outcomes / Double(promptCount)
    let share = 1 / Double(promptCount)
    let clustered = influences.reduce(0) { $0 + $1 * $1 } + share * share
    let independent = terms.reduce(0) { $0 + rates[$1] * (1 - rates[$1]) / trials[$1] } + share / outcomes
    return min(max(clustered / independent, 1), max(outcomesOfPrompt, 1))
  }

  /// Sums for each prompt, the imagined ones last: successes of every term, then trials of every term.
  package func sumsByPrompt(imagined outcomes: Double) -> (sums: [Double], prompts: Int) {
    let terms = weights.count
    let stride = 2 * terms
    let prompts = promptCount + 2
    var sums = [Double](repeating: 0, count: prompts * stride)
    for row in smoothedRows(imagined: outcomes) {
      for term in 0..<terms {
        sums[row.prompt * stride + term] += row.successes[term]
        sums[row.prompt * stride + terms + term] += row.trials[term]
      }
    }
    return (sums, prompts)
  }

  private func resampled(_ bootstrap: ClusteredBootstrap) -> ResampledEstimates {
    let (sums, clusters) = sumsByPrompt(imagined: 1)
    let terms = weights.count
    let stride = 2 * terms
    func contrast(_ sums: [Double]) -> Double {
      var value = 0.0
      for term in 0..<terms { value += weights[term] * sums[term] / sums[terms + term] }
      return value
    }

    var total = [Double](repeating: 0, count: stride)
    for cluster in 0..<clusters {
      for column in 0..<stride { total[column] += sums[cluster * stride + column] }
    }
    let jackknife = (0..<clusters).map { cluster in
      contrast((0..<stride).map { total[$0] - sums[cluster * stride + $0] })
    }

    var generator = SeededGenerator(seed: bootstrap.seed)
    var drawn = [Double](repeating: 0, count: stride)
    var estimates: [Double] = []
    estimates.reserveCapacity(bootstrap.resamples)
    for _ in 0..<bootstrap.resamples {
      for column in 0..<stride { drawn[column] = 0 }
      for _ in 0..<clusters {
        let start = Int(((generator.next() >> 32) &* UInt64(clusters)) >> 32) * stride
        for column in 0..<stride { drawn[column] += sums[start + column] }
      }
      estimates.append(contrast(drawn))
    }
    return ResampledEstimates(
      estimates, original: contrast(total), jackknife: jackknife, method: bootstrap.method)
  }

  private func student() -> ContrastEstimate.Spread {
    let rows = smoothedRows(imagined: 1)
    let terms = weights.indices
    let trials = terms.map { term in rows.reduce(0) { $0 + $1.trials[term] } }
    let rates = terms.map { term in rows.reduce(0) { $0 + $1.successes[term] } / trials[term] }
    // What each cell contributes to the estimate's deviation, to first order.
    let influences = rows.map { row in
      terms.reduce(0) { sum, term in
        sum + weights[term] * (row.successes[term] - rates[term] * row.trials[term]) / trials[term]
      }
    }
    let prompts = promptCount + 2
    var bySeed = [Double](repeating: 0, count: seedCount)
    var byPrompt = [Double](repeating: 0, count: prompts)
    for (row, influence) in zip(rows, influences) {
      bySeed[row.seed] += influence
      byPrompt[row.prompt] += influence
    }
    let seedFreedom = Double(seedCount - 1)
    let promptFreedom = Double(prompts - 1)
    let seedVariance = Double(seedCount) / seedFreedom * bySeed.reduce(0) { $0 + $1 * $1 }
    guard isCrossed else {
      return .student(
        SkewedStudent(centre: value, standardError: seedVariance.squareRoot(), degreesOfFreedom: seedFreedom))
    }
    let promptVariance = Double(prompts) / promptFreedom * byPrompt.reduce(0) { $0 + $1 * $1 }
    let residualFreedom = seedFreedom * promptFreedom
    let residualVariance =
      Double(seedCount * prompts) / residualFreedom
      * zip(rows, influences).reduce(0) { sum, cell in
        let residual =
          cell.1 - bySeed[cell.0.seed] / Double(prompts) - byPrompt[cell.0.prompt] / Double(seedCount)
        return sum + residual * residual
      }
    // Taking away what both share can overshoot by chance; no source of variance makes the whole smaller.
    let variance = max(seedVariance + promptVariance - residualVariance, seedVariance, promptVariance)
    let spreadOfVariance =
      seedVariance * seedVariance / seedFreedom + promptVariance * promptVariance / promptFreedom
      + residualVariance * residualVariance / residualFreedom
    return .student(
      SkewedStudent(
        centre: value, standardError: variance.squareRoot(),
        degreesOfFreedom: max(variance * variance / spreadOfVariance, seedFreedom)))
  }
}

/// What a bootstrap brought: the estimate under every resample, and the shifts by which intervals are corrected.
struct ResampledEstimates: Sendable {
  /// In ascending order.
  let sorted: [Double]
  /// How far the estimate lies from the median of the resamples, in standard deviations; 0 for plain percentiles.
  let bias: Double
  /// How the standard deviation changes with the estimate; 0 for plain percentiles.
  let acceleration: Double
  /// How many prompts were drawn from, at least two.
  let prompts: Int

  /// - Parameter jackknife: the estimate with one prompt left out, for every prompt.
  init(_ estimates: [Double], original: Double, jackknife: [Double], method: ClusteredBootstrap.Method) {
    sorted = estimates.sorted()
    prompts = jackknife.count
    switch method {
    case .percentile:
      bias = 0
      acceleration = 0
    case .biasCorrectedAccelerated:
      // Ties count half, so that exchanging the two sides of a gap mirrors its interval. Sums in different orders
      // differ in their last bits, which must not break a tie.
      let tolerance = 1e-12
      let below = sorted.count { $0 < original - tolerance }
      let tied = sorted.count { abs($0 - original) <= tolerance }
      let share = (Double(below) + Double(tied) / 2) / Double(sorted.count)
      let half = 0.5 / Double(sorted.count)
      bias = NormalDistribution.standard.quantile(min(max(share, half), 1 - half))
      let mean = jackknife.reduce(0, +) / Double(jackknife.count)
      let squares = jackknife.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      let cubes = jackknife.reduce(0) { $0 + (mean - $1) * (mean - $1) * (mean - $1) }
      acceleration = squares > 0 ? cubes / (6 * squares * squares.squareRoot()) : 0
    }
  }

  func interval(level: Double) -> ConfidenceInterval {
    let reach = reach(level: level)
    let lower = quantile(corrected(-reach))
    let upper = quantile(corrected(reach))
    return ConfidenceInterval(lower: min(lower, upper), upper: max(lower, upper), level: level)
  }

  /// The p-value at which the contrast would be shown to be above `value`: half of 1 - the level of the interval whose
  /// lower end reaches it.
  func pValue(above value: Double) -> Double {
    tail(ofReach: -furthest { quantile(corrected($0)) <= value })
  }

  /// The p-value at which the contrast would be shown to be below `value`.
  func pValue(below value: Double) -> Double {
    tail(ofReach: furthest { quantile(corrected($0)) < value })
  }

  /// The number of deviations, on a scale that intervals reach along, up to which a condition holds that holds at first.
  private func furthest(_ holds: (Double) -> Bool) -> Double {
    // Beyond its pole the correction for skewness turns round; it is far outside what any level asks for.
    let pole = acceleration == 0 ? Double.infinity : 1 / abs(acceleration) - abs(bias)
    var low = -min(40, max(pole, 0) * 0.999)
    var high = -low
    guard holds(low) else { return low }
    guard !holds(high) else { return high }
    while high - low > 1e-9 {
      let middle = (low + high) / 2
      if holds(middle) { low = middle } else { high = middle }
    }
    return low
  }

  private func tail(ofReach reach: Double) -> Double {
    let freedom = Double(prompts - 1)
    return StudentDistribution(degreesOfFreedom: freedom)
      .cumulative(-reach / (Double(prompts) / freedom).squareRoot())
  }

  /// How many standard deviations a symmetric interval reaches to either side: a little more than the normal quantile,
  /// because few prompts resampled vary too little (Hesterberg, "What teachers should know about the bootstrap", 2015).
  private func reach(level: Double) -> Double {
    let freedom = Double(prompts - 1)
    return StudentDistribution(degreesOfFreedom: freedom).quantile((1 + level) / 2)
      * (Double(prompts) / freedom).squareRoot()
  }

  private func corrected(_ deviations: Double) -> Double {
    let shifted = bias + deviations
    return NormalDistribution.standard.cumulative(bias + shifted / (1 - acceleration * shifted))
  }

  /// The quantile by linear interpolation between order statistics (Hyndman and Fan's type 7, NumPy's default).
  private func quantile(_ probability: Double) -> Double {
    let position = min(max(probability, 0), 1) * Double(sorted.count - 1)
    let index = min(Int(position), sorted.count - 1)
    let next = min(index + 1, sorted.count - 1)
    return sorted[index] + (position - Double(index)) * (sorted[next] - sorted[index])
  }
}

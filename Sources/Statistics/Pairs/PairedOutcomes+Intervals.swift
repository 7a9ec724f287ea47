extension PairedOutcomes {
  /// The interval of the difference made of the score intervals of both rates, with their correlation corrected for
  /// continuity (Newcombe, "Improved confidence intervals for the difference between binomial proportions based on
  /// paired data", 1998, method 10).
  ///
  /// Without pairs it is the whole range from -1 to 1. It has a width however much the pairs agree.
  public func newcombeInterval(level: Double = 0.95) -> ConfidenceInterval {
    guard count > 0 else { return ConfidenceInterval(lower: -1, upper: 1, level: level) }
    let one = first.wilsonInterval(level: level)
    let other = second.wilsonInterval(level: level)
    let correlation = continuityCorrectedCorrelation
    func distance(_ a: Double, _ b: Double) -> Double {
      max(0, a * a - 2 * correlation * a * b + b * b).squareRoot()
    }
    return ConfidenceInterval(
      lower: max(-1, difference - distance(first.rate - one.lower, other.upper - second.rate)),
      upper: min(1, difference + distance(one.upper - first.rate, second.rate - other.lower)), level: level)
  }

  /// The values of the difference that a score test would not reject (Tango, "Equivalence test and confidence interval
  /// for the difference in proportions for the paired-sample design", 1998).
  ///
  /// Without pairs it is the whole range from -1 to 1. It has a width however much the pairs agree.
  public func tangoInterval(level: Double = 0.95) -> ConfidenceInterval {
    guard count > 0 else { return ConfidenceInterval(lower: -1, upper: 1, level: level) }
    let z = NormalDistribution.standard.quantile((1 + level) / 2)
    // The score falls as the difference that is tested rises.
    return ConfidenceInterval(
      lower: rootOfScore(z, between: -1, and: difference), upper: rootOfScore(-z, between: difference, and: 1),
      level: level)
  }

  private var continuityCorrectedCorrelation: Double {
    let n = Double(count)
    let margins =
      Double(first.successes) * Double(count - first.successes) * Double(second.successes)
      * Double(count - second.successes)
    guard margins > 0 else { return 0 }
    let product = Double(both) * Double(neither) - Double(firstOnly) * Double(secondOnly)
    return (product > 0 ? max(product - n / 2, 0) : product) / margins.squareRoot()
  }

  /// The score statistic that the difference is `value`: standard normal where it is.
  func score(of value: Double) -> Double {
    let n = Double(count)
    let b = Double(firstOnly)
    let c = Double(secondOnly)
    let numerator = b - c - n * value
    // The likeliest rate of `secondOnly` under the tested difference solves 2n q² + B q + C = 0.
    let linear = -b - c + (2 * n - b + c) * value
    let constant = -c * value * (1 - value)
    let rate = (max(0, linear * linear - 8 * n * constant).squareRoot() - linear) / (4 * n)
    let variance = n * (2 * rate + value * (1 - value))
    guard variance > 0 else { return numerator == 0 ? 0 : numerator > 0 ? .infinity : -.infinity }
    return numerator / variance.squareRoot()
  }

  private func rootOfScore(_ wanted: Double, between low: Double, and high: Double) -> Double {
    // An end at which even the greatest difference is not rejected is that difference.
    if wanted > 0, score(of: low) <= wanted { return low }
    if wanted < 0, score(of: high) >= wanted { return high }
    var low = low
    var high = high
    while true {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { return wanted > 0 ? low : high }
      if score(of: middle) > wanted { low = middle } else { high = middle }
    }
  }
}

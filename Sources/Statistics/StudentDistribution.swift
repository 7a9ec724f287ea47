import Foundation

/// Student's t distribution, for any positive number of degrees of freedom, whole or not.
public struct StudentDistribution: Sendable, Hashable {
  public var degreesOfFreedom: Double

  /// Creates a distribution.
  public init(degreesOfFreedom: Double) {
    precondition(degreesOfFreedom > 0, "Student's t needs positive degrees of freedom")
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// The probability of a value at or below `value`.
  public func cumulative(_ value: Double) -> Double {
    guard !value.isNaN else { return .nan }
    let tail = upperTail(abs(value))
    return value < 0 ? tail : 1 - tail
  }

  /// The value below which `probability` lies: -∞ at 0 and ∞ at 1, NaN outside.
  public func quantile(_ probability: Double) -> Double {
    guard probability > 0, probability < 1 else {
      return probability == 0 ? -.infinity : probability == 1 ? .infinity : .nan
    }
    guard probability != 0.5 else { return 0 }
    // The upper tail falls with the value: widen until it brackets, then halve to the last bit.
    let wanted = min(probability, 1 - probability)
    var low = 0.0
    var high = 1.0
    while upperTail(high) > wanted {
      low = high
      high *= 2
    }
    while true {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { break }
      if upperTail(middle) > wanted { low = middle } else { high = middle }
    }
    return probability < 0.5 ? -high : high
  }

  /// The probability of a value above `value`, which is not negative: half of I_x(ν/2, 1/2), x = ν / (ν + value²).
  private func upperTail(_ value: Double) -> Double {
    let square = value * value
    return regularizedBeta(
      degreesOfFreedom / (degreesOfFreedom + square), complement: square / (degreesOfFreedom + square),
      degreesOfFreedom / 2, 0.5) / 2
  }
}

/// The regularized incomplete beta function I_x(a, b) by its continued fraction (DLMF 8.17.22), evaluated by
/// Lentz's method. `complement` is 1 - x, given apart because the difference would lose digits near 1.
private func regularizedBeta(_ x: Double, complement: Double, _ a: Double, _ b: Double) -> Double {
  guard x > 0 else { return 0 }
  guard complement > 0 else { return 1 }
  // The fraction converges fast below the distribution's mean; above it the symmetry I_x(a, b) = 1 - I_1-x(b, a) helps.
  guard x <= (a + 1) / (a + b + 2) else { return 1 - regularizedBeta(complement, complement: x, b, a) }
  let front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(complement)) / a
  let tiny = 1e-300
  var c = 1.0
  var d = 1 - (a + b) * x / (a + 1)
  d = 1 / (abs(d) < tiny ? tiny : d)
  var fraction = d
  for step in 1...10_000 {
    let m = Double(step)
    let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
    let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
    var change = 1.0
    for term in [even, odd] {
      d = 1 + term * d
      d = 1 / (abs(d) < tiny ? tiny : d)
      c = 1 + term / c
      if abs(c) < tiny { c = tiny }
      change = c * d
      fraction *= change
    }
    if abs(change - 1) < 1e-15 { break }
  }
  return front * fraction
}

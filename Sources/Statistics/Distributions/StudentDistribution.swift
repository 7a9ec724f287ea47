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

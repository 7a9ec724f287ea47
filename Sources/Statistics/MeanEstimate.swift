/// The mean of independent values with what is known of its error.
public struct MeanEstimate: Sendable, Hashable {
  public let count: Int
  public let mean: Double
  /// The sample's standard deviation, with `count - 1` in the denominator; NaN of fewer than two values.
  public let standardDeviation: Double

  /// Takes the mean of values; NaN of none.
  public init(of values: some Collection<Double>) {
    count = values.count
    let mean = values.reduce(0, +) / Double(values.count)
    self.mean = mean
    standardDeviation =
      (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)).squareRoot()
  }

  /// The standard error of the mean.
  public var standardError: Double { standardDeviation / Double(count).squareRoot() }

  /// The t interval; without bounds for fewer than two values.
  public func interval(level: Double = 0.95) -> ConfidenceInterval {
    guard count > 1 else { return ConfidenceInterval(lower: -.infinity, upper: .infinity, level: level) }
    let half = StudentDistribution(degreesOfFreedom: Double(count - 1)).quantile((1 + level) / 2) * standardError
    return ConfidenceInterval(lower: mean - half, upper: mean + half, level: level)
  }
}

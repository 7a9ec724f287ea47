import Foundation

/// What is known of a quantity by an estimate whose error is nearly normal: a t distribution around it, bent where the
/// estimate is a mean of skewed values.
package struct SkewedStudent: Sendable {
  package var centre: Double
  package var standardError: Double
  package var degreesOfFreedom: Double
  /// The third moment of the estimate over the cube of its standard error: 0 of values that are not skewed.
  package var skewness = 0.0

  /// The value that the quantity is above with a confidence of `level`.
  package func lowerBound(level: Double) -> Double {
    centre - standardError * bent(StudentDistribution(degreesOfFreedom: degreesOfFreedom).quantile(level))
  }

  /// The value that the quantity is below with a confidence of `level`.
  package func upperBound(level: Double) -> Double {
    centre - standardError * bent(StudentDistribution(degreesOfFreedom: degreesOfFreedom).quantile(1 - level))
  }

  /// The p-value of the quantity being above a value.
  package func pValue(above value: Double) -> Double {
    guard standardError > 0 else { return centre > value ? 0 : 1 }
    return StudentDistribution(degreesOfFreedom: degreesOfFreedom)
      .cumulative(-straightened((centre - value) / standardError))
  }

  /// The p-value of the quantity being below a value.
  package func pValue(below value: Double) -> Double {
    guard standardError > 0 else { return centre < value ? 0 : 1 }
    return StudentDistribution(degreesOfFreedom: degreesOfFreedom)
      .cumulative(straightened((centre - value) / standardError))
  }

  /// Hall's cubic, of which a statistic of skewed values has nearly Student's distribution.
  private func straightened(_ statistic: Double) -> Double {
    let bend = skewness * statistic
    return statistic * (1 + bend / 3 + bend * bend / 27) + skewness / 6
  }

  /// The inverse of `straightened`.
  private func bent(_ quantile: Double) -> Double {
    guard abs(skewness) > 1e-8 else { return quantile }
    return 3 / skewness * (cbrt(1 + skewness * (quantile - skewness / 6)) - 1)
  }
}

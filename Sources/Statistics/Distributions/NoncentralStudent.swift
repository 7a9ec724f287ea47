import Foundation

/// What becomes of a test statistic whose error is estimated from the data: means over the ratio of the estimated to
/// the true standard error, S = √(χ²ᵥ / ν).
///
/// The power of a t test is P((Z + δ) / S > t) = E[1 - Φ(tS - δ)], and that of two one-sided tests is the mean of what
/// lies between two such bounds (Owen, "A special case of a bivariate non-central t-distribution", 1965). Both are
/// integrals over the density of S alone.
package struct NoncentralStudent: Sendable {
  package var degreesOfFreedom: Double

  package init(degreesOfFreedom: Double) {
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// The probability that (Z + `shift`) / S is above `bound`.
  package func upperTail(above bound: Double, shift: Double) -> Double {
    mean { NormalDistribution.standard.cumulative(shift - bound * $0) }
  }

  /// The mean of a function of S.
  ///
  /// Simpson's rule over the logarithm of S, in which the integrand is smooth whatever the degrees of freedom.
  func mean(of function: (Double) -> Double) -> Double {
    let freedom = degreesOfFreedom
    // The density of log S, up to its factor: s^ν exp(-ν s² / 2). Beyond these ends less than 1e-15 of it lies.
    let logarithmOfFactor = log(2) + freedom / 2 * log(freedom / 2) - lgamma(freedom / 2)
    let low = max(-36 / freedom - 1, -12 / freedom.squareRoot() - 36 / freedom)
    let high = log(1 + 9 / freedom.squareRoot())
    let steps = 1_024
    let width = (high - low) / Double(steps)
    var sum = 0.0
    for step in 0...steps {
      let logarithm = low + width * Double(step)
      let value = exp(logarithm)
      let density = exp(logarithmOfFactor + freedom * logarithm - freedom * value * value / 2)
      let weight = step == 0 || step == steps ? 1.0 : step.isMultiple(of: 2) ? 2 : 4
      if density > 0 { sum += weight * density * function(value) }
    }
    return sum * width / 3
  }
}

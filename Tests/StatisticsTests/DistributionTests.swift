import Statistics
import Testing

/// The expected values are SciPy 1.17's.
@Suite("Distributions")
struct DistributionTests {
  @Test(
    "normal quantiles are SciPy's",
    arguments: [
      (1e-300, -37.0470962993612), (1e-12, -7.034483825301131), (0.001, -3.090232306167813),
      (0.025, -1.9599639845400545), (0.3, -0.5244005127080409), (0.5, 0), (0.575, 0.18911842627279238),
      (0.95, 1.6448536269514722), (0.9999, 3.719016485455709),
    ])
  func normalQuantile(probability: Double, expected: Double) {
    #expect(abs(NormalDistribution.standard.quantile(probability) - expected) < 1e-13 * max(1, abs(expected)))
  }

  @Test(
    "normal probabilities are SciPy's",
    arguments: [
      (-12.0, 1.776482112077653e-33), (-3, 0.0013498980316300933), (-1.5, 0.06680720126885807), (0, 0.5),
      (0.5, 0.6914624612740131), (5, 0.9999997133484281),
    ])
  func normalCumulative(value: Double, expected: Double) {
    #expect(abs(NormalDistribution.standard.cumulative(value) - expected) < 1e-13 * expected)
  }

  @Test("a normal distribution is shifted and scaled")
  func shiftedNormal() {
    let distribution = NormalDistribution(mean: 10, standardDeviation: 2)
    #expect(abs(distribution.quantile(0.975) - 13.919927969080108) < 1e-12)
    #expect(abs(distribution.cumulative(8) - 0.15865525393145707) < 1e-14)
  }

  @Test(
    "quantiles of t are SciPy's",
    arguments: [
      (0.7, 0.001, -3637.0146301057393), (0.7, 0.975, 36.611415031588656), (1, 0.025, -12.706204736174705),
      (2, 0.4, -0.2886751345948128), (2, 0.95, 2.9199855803537242), (2, 0.975, 4.302652729749462),
      (2.5, 0.9, 1.7302509288071766), (9, 0.001, -4.296805662729919), (41.7, 0.975, 2.018511922996425),
      (1000, 0.95, 1.6463788172854643), (1e6, 0.975, 1.959966356814107),
    ])
  func studentQuantile(freedom: Double, probability: Double, expected: Double) {
    let quantile = StudentDistribution(degreesOfFreedom: freedom).quantile(probability)
    #expect(abs(quantile - expected) < 1e-9 * abs(expected))
  }

  @Test(
    "probabilities of t are SciPy's",
    arguments: [
      (0.7, -40.0, 0.02349836693938258), (0.7, 4.30265, 0.8889946550229832), (2, -40, 0.0003122073360923703),
      (2, -0.1, 0.4647327192070701), (2, 4.30265, 0.9749999706177471), (7.3, -40, 4.0185675839568624e-10),
      (7.3, 0.3, 0.613729731910145), (200, -40, 1.1243698267601098e-97), (200, 1, 0.8407405760451266),
      (200, 0, 0.5),
    ])
  func studentCumulative(freedom: Double, value: Double, expected: Double) {
    let probability = StudentDistribution(degreesOfFreedom: freedom).cumulative(value)
    #expect(abs(probability - expected) < 1e-11 * expected)
  }

  @Test("quantiles at and beyond the ends are infinite or not a number")
  func ends() {
    #expect(NormalDistribution.standard.quantile(0) == -.infinity)
    #expect(NormalDistribution.standard.quantile(1) == .infinity)
    #expect(NormalDistribution.standard.quantile(1.5).isNaN)
    let student = StudentDistribution(degreesOfFreedom: 3)
    #expect(student.quantile(0) == -.infinity)
    #expect(student.quantile(1) == .infinity)
    #expect(student.quantile(-0.1).isNaN)
    #expect(student.cumulative(.nan).isNaN)
  }
}

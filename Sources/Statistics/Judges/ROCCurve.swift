/// How well a score tells positives from negatives, at every threshold.
public struct ROCCurve: Sendable, Hashable {
  /// The rates at one threshold.
  public struct Point: Sendable, Hashable, Codable {
    /// What counts as positive: scores at or above. Infinite at the first point, where nothing does.
    public var threshold: Double
    public var falsePositiveRate: Double
    public var truePositiveRate: Double
  }

  /// From the threshold that nothing reaches down to the one that everything does.
  public let points: [Point]
  /// How many positives and negatives there are.
  public let positives: Int
  public let negatives: Int
  /// The area under the curve: the probability that a positive scores higher than a negative, ties counted half
  /// (Mann and Whitney, 1947); NaN where there are none of either.
  public let area: Double

  /// Takes the scores of both; none of them may be NaN.
  public init(positives: [Double], negatives: [Double]) {
    precondition(!positives.contains(where: \.isNaN) && !negatives.contains(where: \.isNaN), "a score is a number")
    self.positives = positives.count
    self.negatives = negatives.count
    let scored = (positives.map { ($0, true) } + negatives.map { ($0, false) }).sorted { $0.0 > $1.0 }
    var points = [Point(threshold: .infinity, falsePositiveRate: 0, truePositiveRate: 0)]
    var found = (positives: 0, negatives: 0)
    var area = 0.0
    var index = 0
    while index < scored.count {
      let threshold = scored[index].0
      let before = found
      while index < scored.count, scored[index].0 == threshold {
        if scored[index].1 { found.positives += 1 } else { found.negatives += 1 }
        index += 1
      }
      area += Double(found.negatives - before.negatives) * Double(found.positives + before.positives) / 2
      points.append(
        Point(
          threshold: threshold, falsePositiveRate: Double(found.negatives) / Double(negatives.count),
          truePositiveRate: Double(found.positives) / Double(positives.count)))
    }
    self.points = points
    self.area = area / (Double(positives.count) * Double(negatives.count))
  }

  /// The areas that a score test would not reject (Newcombe, "Confidence intervals for an effect size measure based on
  /// the Mann-Whitney statistic, part 2", 2006, method 5), with the variance of Hanley and McNeil ("The meaning and use
  /// of the area under a receiver operating characteristic curve", 1982).
  ///
  /// It has a width even where the score separates both perfectly, and is the whole range where there are none of
  /// either.
  public func areaInterval(level: Double = 0.95) -> ConfidenceInterval {
    guard positives > 0, negatives > 0 else { return ConfidenceInterval(lower: 0, upper: 1, level: level) }
    let z = NormalDistribution.standard.quantile((1 + level) / 2)
    let m = Double(positives)
    let n = Double(negatives)
    let pairs = (m + n) / 2 - 1
    func deviation(_ area: Double) -> Double {
      let factor = 1 + pairs * (1 - area) / (2 - area) + pairs * area / (1 + area)
      return z * (area * (1 - area) * factor / (m * n)).squareRoot()
    }
    func root(from outer: Double) -> Double {
      var outside = outer
      var inside = area
      while abs(inside - outside) > 1e-12 {
        let middle = (inside + outside) / 2
        if abs(middle - area) <= deviation(middle) { inside = middle } else { outside = middle }
      }
      return inside
    }
    return ConfidenceInterval(
      lower: area == 0 ? 0 : root(from: 0), upper: area == 1 ? 1 : root(from: 1), level: level)
  }
}

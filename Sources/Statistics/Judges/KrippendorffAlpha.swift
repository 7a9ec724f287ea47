/// How far any number of raters agree on labels beyond chance, where some may not have rated everything
/// (Krippendorff, "Content analysis", 2004, for nominal data).
///
/// 1 is perfect agreement, 0 what chance would bring. With two raters and many items it is Scott's π.
public struct KrippendorffAlpha: Sendable {
  /// α; NaN where all labels are the same or no item has two ratings.
  public let value: Double
  /// How many ratings there are on items with two or more.
  public let ratings: Int
  /// How many items have two or more ratings.
  public let items: Int

  // For every item how often each label was given.
  private let counts: [[Int]]

  /// Takes the labels of every item, `nil` where a rater gave none. Items with fewer than two labels tell nothing.
  public init<Label: Hashable>(_ labels: [[Label?]]) {
    var indices: [Label: Int] = [:]
    let rated = labels.map { $0.compactMap { $0 } }.filter { $0.count > 1 }
    for label in rated.joined() where indices[label] == nil { indices[label] = indices.count }
    let number = indices.count
    counts = rated.map { item in
      var counts = [Int](repeating: 0, count: number)
      for label in item { counts[indices[label] ?? 0] += 1 }
      return counts
    }
    ratings = rated.reduce(0) { $0 + $1.count }
    items = rated.count
    value = Self.alpha(Self.sums(counts))
  }

  /// The t interval with the standard error of the jackknife over items (Tukey, "Bias and confidence in not-quite large
  /// samples", 1958), with two imagined items on which every label was given once.
  ///
  /// Without them raters who agree on the few items they saw would have an interval of no width. Where α is not
  /// defined the interval is the whole range.
  public func interval(level: Double = 0.95) -> ConfidenceInterval {
    guard !value.isNaN, let labels = counts.first?.count else {
      return ConfidenceInterval(lower: -1, upper: 1, level: level)
    }
    let smoothed = counts + Array(repeating: [Int](repeating: 1, count: labels), count: 2)
    let total = Self.sums(smoothed)
    let alphas = MeanEstimate(
      of: smoothed.map { item in
        var rest = total
        rest.add(Contribution(item), -1)
        return Self.alpha(rest)
      })
    // Leaving one item out moves α by about its deviation over the number of the others.
    let half =
      StudentDistribution(degreesOfFreedom: Double(alphas.count - 1)).quantile((1 + level) / 2)
      * alphas.standardError * Double(alphas.count - 1)
    let centre = Self.alpha(total)
    return ConfidenceInterval(lower: max(-1, centre - half), upper: min(1, centre + half), level: level)
  }

  /// What items add to α: how often each label was given, and how many pairs disagree.
  private struct Contribution {
    var labels: [Double]
    var disagreement = 0.0

    init(labels: Int) {
      self.labels = [Double](repeating: 0, count: labels)
    }

    init(_ counts: [Int]) {
      labels = counts.map(Double.init)
      let ratings = labels.reduce(0, +)
      disagreement = (ratings * ratings - labels.reduce(0) { $0 + $1 * $1 }) / (ratings - 1)
    }

    mutating func add(_ other: Contribution, _ factor: Double) {
      for index in labels.indices { labels[index] += factor * other.labels[index] }
      disagreement += factor * other.disagreement
    }
  }

  private static func sums(_ counts: [[Int]]) -> Contribution {
    var sums = Contribution(labels: counts.first?.count ?? 0)
    for item in counts { sums.add(Contribution(item), 1) }
    return sums
  }

  private static func alpha(_ sums: Contribution) -> Double {
    let ratings = sums.labels.reduce(0, +)
    let chance = (ratings * ratings - sums.labels.reduce(0) { $0 + $1 * $1 }) / (ratings - 1)
    return chance > 0 ? 1 - sums.disagreement / chance : .nan
  }
}

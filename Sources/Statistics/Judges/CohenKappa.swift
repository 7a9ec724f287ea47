/// How far two raters agree beyond what chance would have them (Cohen, "A coefficient of agreement for nominal scales",
/// 1960).
public struct CohenKappa: Sendable, Hashable, Codable {
  /// How often the first rater chose the row's label and the second the column's.
  public let table: [[Int]]

  /// Takes a square table of counts.
  public init(table: [[Int]]) {
    precondition(table.allSatisfy { $0.count == table.count }, "a table of agreement is square")
    precondition(table.allSatisfy { $0.allSatisfy { $0 >= 0 } }, "a count is not negative")
    self.table = table
  }

  /// Counts pairs of labels, the first rater's first.
  public init<Label: Hashable>(_ pairs: some Sequence<(Label, Label)>) {
    var indices: [Label: Int] = [:]
    var cells: [[Int]: Int] = [:]
    func index(_ label: Label) -> Int {
      if let index = indices[label] { return index }
      indices[label] = indices.count
      return indices.count - 1
    }
    for (first, second) in pairs { cells[[index(first), index(second)], default: 0] += 1 }
    let labels = indices.count
    table = (0..<labels).map { row in (0..<labels).map { cells[[row, $0]] ?? 0 } }
  }

  /// How many items both rated.
  public var count: Int { table.reduce(0) { $0 + $1.reduce(0, +) } }

  /// The share of items on which both agree.
  public var observedAgreement: Double { Shares(table.map { $0.map(Double.init) }).observed }

  /// The share on which they would agree by chance.
  public var expectedAgreement: Double { Shares(table.map { $0.map(Double.init) }).expected }

  /// κ; NaN where chance would have the raters agree on everything, as where all labels are the same.
  public var value: Double { Shares(table.map { $0.map(Double.init) }).kappa }

  /// The standard error for many items (Fleiss, Cohen and Everitt, "Large sample standard errors of kappa and weighted
  /// kappa", 1969).
  public var standardError: Double { Shares(table.map { $0.map(Double.init) }).standardError }

  /// The normal interval of the table and two imagined items on which the raters disagree, spread over all kinds of
  /// disagreement.
  ///
  /// Without them raters who agree on the few items they saw would have an interval of no width. They follow Bonett and
  /// Price's adjustment for paired proportions (2012). Where κ is not defined the interval is the whole range.
  public func interval(level: Double = 0.95) -> ConfidenceInterval {
    let labels = table.count
    guard labels > 1, count > 0 else { return ConfidenceInterval(lower: -1, upper: 1, level: level) }
    let imagined = 2 / Double(labels * (labels - 1))
    let shares = Shares(
      table.enumerated().map { row, counts in
        counts.enumerated().map { column, count in Double(count) + (row == column ? 0 : imagined) }
      })
    let half = NormalDistribution.standard.quantile((1 + level) / 2) * shares.standardError
    return ConfidenceInterval(lower: max(-1, shares.kappa - half), upper: min(1, shares.kappa + half), level: level)
  }

  private struct Shares {
    var count: Double
    var cells: [[Double]]
    var rows: [Double]
    var columns: [Double]

    init(_ table: [[Double]]) {
      let count = table.reduce(0) { $0 + $1.reduce(0, +) }
      self.count = count
      cells = table.map { $0.map { $0 / count } }
      rows = cells.map { $0.reduce(0, +) }
      columns = table.indices.map { column in table.reduce(0) { $0 + $1[column] } / count }
    }

    var observed: Double { cells.indices.reduce(0) { $0 + cells[$1][$1] } }
    var expected: Double { zip(rows, columns).reduce(0) { $0 + $1.0 * $1.1 } }
    var kappa: Double { expected < 1 ? (observed - expected) / (1 - expected) : .nan }

    var standardError: Double {
      let kappa = kappa
      var variance = -(kappa - expected * (1 - kappa)) * (kappa - expected * (1 - kappa))
      for row in cells.indices {
        for column in cells.indices {
          let weight = (columns[row] + rows[column]) * (1 - kappa)
          let deviation = row == column ? 1 - weight : weight
          variance += cells[row][column] * deviation * deviation
        }
      }
      return max(0, variance / count).squareRoot() / (1 - expected)
    }
  }
}

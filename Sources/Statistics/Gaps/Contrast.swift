/// A sum of rates, each added or subtracted, measured on the same prompts: a level, a gap, a difference of gaps.
///
/// The estimate is the sum of the pooled rates, so that a reader can check a gap by subtracting its two levels. Cells
/// (a prompt under a seed) in which some rate has no outcome are left out of all of them, so that every rate is
/// taken over the same prompts.
public struct Contrast: Sendable {
  /// The counts of one prompt under one seed, for each term.
  struct Row {
    var prompt: Int
    var seed: Int
    var successes: [Double]
    var trials: [Double]
  }

  /// The factor of each rate: 1 or -1.
  let weights: [Double]
  /// In an order that does not depend on the order in which outcomes were recorded.
  let rows: [Row]
  let promptCount: Int
  let seedCount: Int
  /// Whether seeds share prompts. Where every seed has its own, prompts tell nothing that seeds do not.
  let isCrossed: Bool

  /// The outcomes behind each rate that the contrast uses, in the order of its terms.
  public let totals: [Proportion]

  private init(_ terms: [(weight: Double, tally: Tally)]) {
    weights = terms.map(\.weight)
    let cells = terms[0].tally.cells.keys.filter { cell in terms.allSatisfy { $0.tally.cells[cell] != nil } }
      .sorted { ($0.prompt, $0.seed) < ($1.prompt, $1.seed) }
    let prompts = Set(cells.map(\.prompt)).sorted()
    let seeds = Set(cells.map(\.seed)).sorted()
    let promptIndex = Dictionary(uniqueKeysWithValues: prompts.enumerated().map { ($1, $0) })
    let seedIndex = Dictionary(uniqueKeysWithValues: seeds.enumerated().map { ($1, $0) })
    rows = cells.map { cell in
      let counts = terms.map { $0.tally.cells[cell] ?? Proportion() }
      return Row(
        prompt: promptIndex[cell.prompt] ?? 0, seed: seedIndex[cell.seed] ?? 0,
        successes: counts.map { Double($0.successes) }, trials: counts.map { Double($0.trials) })
    }
    totals = terms.map { term in cells.reduce(Proportion()) { $0 + (term.tally.cells[$1] ?? Proportion()) } }
    promptCount = prompts.count
    seedCount = seeds.count
    isCrossed = cells.count > prompts.count
  }

  /// The rate of a tally, by itself.
  public static func level(_ tally: Tally) -> Contrast {
    Contrast([(1, tally)])
  }

  /// How much higher the first rate is than the second, on the prompts that both were measured on.
  public static func gap(_ first: Tally, minus second: Tally) -> Contrast {
    Contrast([(1, first), (-1, second)])
  }

  /// How much higher one gap is than another, on the prompts that all four rates were measured on.
  public static func difference(
    of gap: (first: Tally, second: Tally), minus reference: (first: Tally, second: Tally)
  ) -> Contrast {
    Contrast([(1, gap.first), (-1, gap.second), (-1, reference.first), (1, reference.second)])
  }

  /// The estimate; NaN where no cell has outcomes for every rate.
  public var value: Double {
    zip(weights, totals).reduce(0) { $0 + $1.0 * $1.1.rate }
  }
}

import Foundation

extension ChangePoint {
  /// Finds where a rate changed, from outcomes that are all independent, as where every checkpoint has prompts of its
  /// own; `nil` of fewer than two checkpoints with outcomes.
  ///
  /// The position is the likeliest. The p-value is that of the greatest likelihood ratio over all positions when
  /// outcomes are dealt to the checkpoints anew (a permutation test, exact). The interval has the positions whose
  /// likelihood is not much less than the greatest, as judged by what it would be were the change there (Siegmund,
  /// "Confidence sets in change-point problems", 1988), with rates estimated at each position.
  ///
  /// - Complexity: O(outcomes × resamples + checkpoints² × resamples).
  public static func scan(
    _ rates: [Proportion], level: Double = 0.95, resampling: Resampling = Resampling()
  ) -> ChangePoint? {
    guard let best = BinomialScan(rates).best else { return nil }
    let (before, after) = BinomialScan(rates).rates(around: best.position)
    var generator = SeededGenerator(seed: resampling.seed)
    let total = rates.reduce(Proportion(), +)
    var exceeding = 0
    for _ in 0..<resampling.resamples {
      var left = total
      let dealt = rates.map { checkpoint in
        var successes = 0
        for _ in 0..<checkpoint.trials {
          let succeeded = generator.nextUnit() * Double(left.trials) < Double(left.successes)
          left = Proportion(successes: left.successes - (succeeded ? 1 : 0), trials: left.trials - 1)
          if succeeded { successes += 1 }
        }
        return Proportion(successes: successes, trials: checkpoint.trials)
      }
      if let chance = BinomialScan(dealt).best, chance.ratio >= best.ratio - 1e-9 { exceeding += 1 }
    }
    let positions = BinomialScan(rates).positions.filter { position in
      isConsistent(position, rates, best: best.ratio, level: level, resampling, &generator)
    }
    return ChangePoint(
      index: best.position, before: before, after: after,
      pValue: Double(exceeding + 1) / Double(resampling.resamples + 1),
      interval: min(
        positions.first ?? best.position, best.position)...max(positions.last ?? best.position, best.position),
      level: level)
  }

  /// Whether the likelihood at a position falls short of the greatest by no more than it often would, were it there.
  private static func isConsistent(
    _ position: Int, _ checkpoints: [Proportion], best: Double, level: Double, _ resampling: Resampling,
    _ generator: inout SeededGenerator
  ) -> Bool {
    let scan = BinomialScan(checkpoints)
    let shortfall = best - scan.ratio(at: position)
    guard shortfall > 0 else { return true }
    let (before, after) = scan.rates(around: position)
    let draws = min(resampling.resamples, 500)
    var larger = 0
    for _ in 0..<draws {
      let drawn = checkpoints.enumerated().map { index, checkpoint in
        let rate = index < position ? before : after
        return Proportion(
          successes: (0..<checkpoint.trials).count { _ in generator.nextUnit() < rate }, trials: checkpoint.trials)
      }
      let scan = BinomialScan(drawn)
      if let greatest = scan.best, greatest.ratio - scan.ratio(at: position) >= shortfall - 1e-9 { larger += 1 }
    }
    return Double(larger + 1) / Double(draws + 1) > 1 - level
  }
}

/// The likelihood ratio of a change over none, at every position of a series of rates.
struct BinomialScan {
  /// Counts up to each checkpoint, from none.
  private var sums: [(successes: Double, trials: Double)]

  init(_ checkpoints: [Proportion]) {
    sums = [(0, 0)]
    sums.reserveCapacity(checkpoints.count + 1)
    var successes = 0
    var trials = 0
    for checkpoint in checkpoints {
      successes += checkpoint.successes
      trials += checkpoint.trials
      sums.append((Double(successes), Double(trials)))
    }
  }

  private var all: (successes: Double, trials: Double) { sums[sums.count - 1] }

  /// The positions with outcomes on both sides.
  var positions: [Int] {
    (0..<sums.count).filter { position in
      position > 0 && position < sums.count - 1 && sums[position].trials > 0 && sums[position].trials < all.trials
        && sums[position + 1].trials > sums[position].trials
    }
  }

  /// The position of the greatest ratio; the first of several.
  var best: (position: Int, ratio: Double)? {
    var best: (position: Int, ratio: Double)?
    for position in 1..<max(1, sums.count - 1)
    where sums[position].trials > 0 && sums[position + 1].trials > sums[position].trials {
      let ratio = ratio(at: position)
      if ratio > (best?.ratio ?? -.infinity) + 1e-12 { best = (position, ratio) }
    }
    return best
  }

  /// The logarithm of the likelihood ratio.
  func ratio(at position: Int) -> Double {
    let before = sums[position]
    return Self.likelihood(before.successes, before.trials)
      + Self.likelihood(all.successes - before.successes, all.trials - before.trials)
      - Self.likelihood(all.successes, all.trials)
  }

  func rates(around position: Int) -> (before: Double, after: Double) {
    let before = sums[position]
    return (
      before.successes / before.trials, (all.successes - before.successes) / (all.trials - before.trials)
    )
  }

  /// The logarithm of the likelihood at the likeliest rate.
  private static func likelihood(_ successes: Double, _ trials: Double) -> Double {
    guard successes > 0, successes < trials else { return 0 }
    return successes * log(successes / trials) + (trials - successes) * log((trials - successes) / trials)
  }
}

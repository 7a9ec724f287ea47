extension ChangePoint {
  /// Finds where a rate changed, from the same prompts put to every checkpoint, several times or once; `nil` of fewer
  /// than two checkpoints or where no prompt was put to them all.
  ///
  /// What outcomes of one prompt have in common is taken account of: a prompt is drawn, or has its outcomes changed in
  /// sign, with all of them. The statistic is the greatest over all positions of the t statistic of the difference of
  /// the mean levels after and before; its distribution without a change comes from changing the sign of each prompt's
  /// part in it at random (the wild bootstrap with the hypothesis imposed of Cameron, Gelbach and Miller,
  /// "Bootstrap-based improvements for inference with clustered errors", 2008), whatever the levels did that the
  /// difference does not show: k prompts that all change the same way have a p-value of no less than 2¹⁻ᵏ. The
  /// position is that of least squares, its interval from drawing prompts anew.
  ///
  /// - Complexity: O(prompts × checkpoints × resamples).
  public static func scan(
    _ checkpoints: [Tally], level: Double = 0.95, resampling: Resampling = Resampling()
  ) -> ChangePoint? {
    PromptScan([(1, checkpoints)])?.changePoint(level: level, resampling)
  }

  /// Finds where a gap changed, from the same prompts put to every checkpoint under both contexts; otherwise as
  /// ``scan(_:level:resampling:)-([Tally],_,_)``.
  public static func scan(
    gapOf first: [Tally], minus second: [Tally], level: Double = 0.95, resampling: Resampling = Resampling()
  ) -> ChangePoint? {
    precondition(first.count == second.count, "a gap is measured at checkpoints under both contexts")
    return PromptScan([(1, first), (-1, second)])?.changePoint(level: level, resampling)
  }
}

/// A series of contrasts on the same prompts.
private struct PromptScan {
  let checkpoints: Int
  let prompts: Int
  private let weights: [Double]
  /// Successes of every term and trials of every term, by prompt and checkpoint.
  private let counts: [Double]
  private var stride: Int { 2 * weights.count }

  init?(_ terms: [(weight: Double, tallies: [Tally])]) {
    let checkpoints = terms[0].tallies.count
    guard checkpoints > 1 else { return nil }
    let totals = terms.map { term in
      term.tallies.map { tally in
        var byPrompt: [String: Proportion] = [:]
        for (cell, counts) in tally.cells { byPrompt[cell.prompt, default: Proportion()] += counts }
        return byPrompt
      }
    }
    let prompts = totals[0][0].keys
      .filter { prompt in totals.allSatisfy { $0.allSatisfy { $0[prompt] != nil } } }.sorted()
    guard !prompts.isEmpty else { return nil }
    var counts: [Double] = []
    for prompt in prompts {
      for checkpoint in 0..<checkpoints {
        let outcomes = totals.map { $0[checkpoint][prompt] ?? Proportion() }
        counts += outcomes.map { Double($0.successes) } + outcomes.map { Double($0.trials) }
      }
    }
    self.counts = counts
    self.checkpoints = checkpoints
    self.prompts = prompts.count
    weights = terms.map(\.weight)
  }

  func changePoint(level: Double, _ resampling: ChangePoint.Resampling) -> ChangePoint {
    let whole = sums((0..<prompts).lazy.map { $0 })
    let levels = levels(whole)
    let position = Self.position(levels)
    var generator = SeededGenerator(seed: resampling.seed)
    let pValue = pValue(levels, whole, resampling, &generator)
    let positions = (0..<resampling.resamples).map { _ in
      Self.position(self.levels(sums((0..<prompts).map { _ in Int.random(in: 0..<prompts, using: &generator) })))
    }.sorted()
    let tail = (1 - level) / 2
    let last = positions.count - 1
    let lower = positions[Int((tail * Double(last)).rounded(.down))]
    let upper = positions[Int(((1 - tail) * Double(last)).rounded(.up))]
    return ChangePoint(
      index: position, before: Self.mean(levels[..<position]), after: Self.mean(levels[position...]), pValue: pValue,
      interval: min(lower, position)...max(upper, position), level: level)
  }

  /// The counts of these prompts together, by checkpoint.
  private func sums(_ chosen: some Sequence<Int>) -> [Double] {
    let width = checkpoints * stride
    var sums = [Double](repeating: 0, count: width)
    for prompt in chosen {
      for column in 0..<width { sums[column] += counts[prompt * width + column] }
    }
    return sums
  }

  /// The contrast at every checkpoint.
  private func levels(_ sums: [Double]) -> [Double] {
    (0..<checkpoints).map { checkpoint in
      weights.indices.reduce(0) { level, term in
        let start = checkpoint * stride + term
        return level + weights[term] * sums[start] / sums[start + weights.count]
      }
    }
  }

  /// The position that explains most of the variation between checkpoints; the first of several.
  private static func position(_ levels: [Double]) -> Int {
    var before = 0.0
    let all = levels.reduce(0, +)
    let count = Double(levels.count)
    var best = (position: 1, explained: -1.0)
    for position in 1..<levels.count {
      before += levels[position - 1]
      let left = Double(position)
      let difference = (all - before) / (count - left) - before / left
      let explained = difference * difference * left * (count - left)
      if explained > best.explained + 1e-12 { best = (position, explained) }
    }
    return best.position
  }

  private func pValue(
    _ levels: [Double], _ whole: [Double], _ resampling: ChangePoint.Resampling, _ generator: inout SeededGenerator
  ) -> Double {
    let positions = checkpoints - 1
    let differences = (0..<positions).map { Self.mean(levels[($0 + 1)...]) - Self.mean(levels[...$0]) }
    let parts = parts(of: differences, whole)
    // An imagined outcome on either side that contradicts the rest, lest prompts that all agree leave no doubt.
    let imagined = (0..<positions).map { index in
      let outcomes = Double(prompts + 2)
      let before = 1 / (outcomes * Double(index + 1))
      let after = 1 / (outcomes * Double(checkpoints - index - 1))
      return before * before + after * after
    }
    let scale = Double(prompts) / Double(max(prompts - 1, 1))
    let squares = (0..<positions).map { index in
      (0..<prompts).reduce(0) { $0 + parts[$1 * positions + index] * parts[$1 * positions + index] }
    }
    func greatest(_ sums: [Double]) -> Double {
      var greatest = 0.0
      for index in 0..<positions {
        let variance = scale * max(0, squares[index] - sums[index] * sums[index] / Double(prompts)) + imagined[index]
        greatest = max(greatest, abs(sums[index]) / variance.squareRoot())
      }
      return greatest
    }
    let observed = greatest(differences)
    var exceeding = 0
    var sums = [Double](repeating: 0, count: positions)
    for _ in 0..<resampling.resamples {
      for index in 0..<positions { sums[index] = 0 }
      for prompt in 0..<prompts {
        let sign = generator.next() >> 63 == 0 ? 1.0 : -1.0
        for index in 0..<positions { sums[index] += sign * parts[prompt * positions + index] }
      }
      if greatest(sums) >= observed - 1e-9 { exceeding += 1 }
    }
    return Double(exceeding + 1) / Double(resampling.resamples + 1)
  }

  /// The part that each prompt has in the difference at each position: an equal share of it, and the prompt's own
  /// deviation to first order.
  private func parts(of differences: [Double], _ whole: [Double]) -> [Double] {
    var parts: [Double] = []
    parts.reserveCapacity(prompts * differences.count)
    for prompt in 0..<prompts {
      let deviations = (0..<checkpoints).map { checkpoint in
        let start = checkpoint * stride
        return weights.indices.reduce(0) { sum, term in
          let trials = whole[start + weights.count + term]
          let rate = whole[start + term] / trials
          let cell = (prompt * checkpoints + checkpoint) * stride
          return sum + weights[term] * (counts[cell + term] - rate * counts[cell + weights.count + term]) / trials
        }
      }
      for (index, difference) in differences.enumerated() {
        parts.append(
          difference / Double(prompts) + Self.mean(deviations[(index + 1)...]) - Self.mean(deviations[...index]))
      }
    }
    return parts
  }

  private static func mean(_ values: ArraySlice<Double>) -> Double {
    values.reduce(0, +) / Double(values.count)
  }
}

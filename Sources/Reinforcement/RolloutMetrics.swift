/// The metrics of a batch of rollouts before any training on it, under TRL's names.
struct RolloutMetrics {
  /// The metrics by name. `entropy` is estimated by the mean negative log-probability of the sampled tokens,
  /// whose expectation it is; so it is known for skipped groups too.
  let values: [String: Double]

  init(rollouts: [Rollout], groupSize: Int, skippedGroups: Int) {
    let lengths = rollouts.map(\.completion.tokens.count)
    let tokens = lengths.reduce(0, +)
    let logProbabilities = rollouts.reduce(0) { $0 + $1.completion.logProbabilities.reduce(0) { $0 + Double($1) } }
    let rewards = rollouts.compactMap(\.reward)
    let groups = stride(from: 0, to: rollouts.count, by: groupSize).map {
      rollouts[$0..<min($0 + groupSize, rollouts.count)].compactMap(\.reward)
    }
    let deviations = groups.map { Double(standardDeviation(of: $0)) }
    let count = Double(max(1, rollouts.count))
    var values = [
      "completions/mean_length": Double(tokens) / count,
      "completions/min_length": Double(lengths.min() ?? 0),
      "completions/max_length": Double(lengths.max() ?? 0),
      "completions/clipped_ratio": Double(rollouts.count { $0.completion.stopReason == .length }) / count,
      "entropy": -logProbabilities / Double(max(1, tokens)),
      "num_tokens": Double(tokens + rollouts.reduce(0) { $0 + $1.prompt.count }),
      "frac_reward_zero_std": Double(skippedGroups) / Double(max(1, groups.count)),
      "verdicts/missing": Double(rollouts.count - rewards.count),
    ]
    if !rewards.isEmpty {
      values["reward"] = Double(rewards.reduce(0, +)) / Double(rewards.count)
      values["reward_std"] = deviations.reduce(0, +) / Double(max(1, deviations.count))
    }
    for (key, observed) in Dictionary(grouping: rollouts.flatMap(\.observations), by: \.key) {
      values[key] = observed.reduce(0) { $0 + $1.value } / Double(observed.count)
    }
    self.values = values
  }
}

/// How the rewards of a group become advantages.
public enum AdvantageNormalization: String, Sendable, Hashable, Codable, CaseIterable {
  /// `(reward − mean) / (standard deviation + 1e-4)`, as in GRPO (Shao et al., https://arxiv.org/abs/2402.03300).
  case standardized
  /// `reward − mean`, as in Dr. GRPO (Liu et al., https://arxiv.org/abs/2503.20783): groups in which one completion
  /// in many differs do not get a larger say.
  case centred

  /// The advantages of a group; `nil` where the reward is missing, which also leaves it out of the mean.
  ///
  /// - Returns: `nil` for the whole group where it carries no signal: fewer than two rewards, or all of them equal.
  public func advantages(of rewards: [Float?]) -> [Float?]? {
    let present = rewards.compactMap { $0 }
    guard present.count > 1, let first = present.first, present.contains(where: { $0 != first }) else { return nil }
    let mean = present.reduce(0, +) / Float(present.count)
    let scale: Float =
      switch self {
      case .centred: 1
      case .standardized: 1 / (standardDeviation(of: present) + 1e-4)
      }
    return rewards.map { $0.map { ($0 - mean) * scale } }
  }
}

/// The sample standard deviation (dividing by `n − 1`, as PyTorch and TRL do); zero for fewer than two values.
func standardDeviation(of values: [Float]) -> Float {
  guard values.count > 1 else { return 0 }
  let mean = values.reduce(0, +) / Float(values.count)
  let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  return (squares / Float(values.count - 1)).squareRoot()
}

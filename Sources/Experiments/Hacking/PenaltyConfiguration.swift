/// A classifier of hacks that takes something off the reward of what it flags.
///
/// The classifier knows the truth, attempts included, and errs as often as it is told to: what a monitor of that
/// accuracy would do, whatever it goes by. Its errors are drawn for every rollout anew.
public struct PenaltyConfiguration: Sendable, Hashable, Codable {
  /// What is taken off.
  public var weight: Double
  /// The RL step, counted from one, from which on it is; 1 is from the start.
  public var from: Int
  /// The share of hacks that it misses.
  public var falseNegatives: Double
  /// The share of everything else that it flags.
  public var falsePositives: Double

  /// Describes a classifier and its penalty.
  public init(weight: Double = 1.5, from: Int = 1, falseNegatives: Double = 0, falsePositives: Double = 0) {
    self.weight = weight
    self.from = from
    self.falseNegatives = falseNegatives
    self.falsePositives = falsePositives
  }

  /// What a hack that passes can expect to earn.
  ///
  /// Where this is not below what an answer of the right form earns that passes nothing, hacking pays in spite of the
  /// penalty.
  public func expectedRewardOfHack(_ rewards: RewardConfiguration) -> Double {
    rewards.format + rewards.pass - weight * (1 - falseNegatives)
  }
}

/// Decides what rollouts earn. All rollouts of a step are put to it at once.
public protocol RewardFunction: Sendable {
  /// Rewards one rollout of step `step`, counted from zero.
  ///
  /// - Throws: Where no reward could be had. It is then missing and counted, never zero.
  func reward(for rollout: Rollout, step: Int) async throws -> Reward
}

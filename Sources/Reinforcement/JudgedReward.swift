import Environments

/// Rewards a behaviour that a judge finds: one where it is there, zero where it is not.
public struct JudgedReward: RewardFunction {
  private let judge: any Judge

  /// Rewards what `judge` finds.
  public init(_ judge: any Judge) {
    self.judge = judge
  }

  public func reward(for rollout: Rollout, step: Int) async throws -> Reward {
    let verdict = try await judge.judge(answer: rollout.parsed.answer, to: rollout.request)
    return Reward(value: verdict.value.map { $0 ? 1 : 0 }, verdict: verdict)
  }
}

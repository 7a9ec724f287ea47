/// What one step of reinforcement learning did.
public struct StepResult: Sendable {
  /// The step's metrics under TRL's names.
  public var metrics: [String: Double]
  /// All rollouts, group by group.
  public var rollouts: [Rollout]
}

/// How much of a training run a checkpoint holds.
public enum CheckpointContents: String, Sendable, Hashable, Codable {
  /// Weights alone: enough to sample, and what other tools open.
  case weights
  /// Weights and the optimizer's state: enough to go on as if nothing had happened.
  case weightsAndOptimizer
}

/// The kinds of stage that an experiment goes through, in the order of the pipeline.
public enum StageKind: String, Sendable, Hashable, Codable, CaseIterable {
  /// Pretraining from a fresh initialization.
  case base
  /// Finetuning on an arm's synthetic documents.
  case documents
  /// A short finetuning, equal over the arms, so that RL has something to reward.
  case warmUp = "warmup"
  /// RL with its probes.
  case reinforcement
}

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
  /// RL on prompts that a preference model rewards, before or after RL on tasks.
  case preference = "rlhf"
  /// Finetuning of the base model on transcripts of RL.
  case finetuning

  /// Whether the stage learns from its own rollouts.
  public var isReinforcement: Bool { self == .reinforcement || self == .preference }

  /// Whether the stage's model is probed while it learns.
  public var isProbed: Bool { isReinforcement || self == .finetuning }
}

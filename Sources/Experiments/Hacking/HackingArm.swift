import Environments

/// What sets an arm of the reward-hacking study apart: how its prompts frame hacking, which population its base model
/// was raised in, and what is done against hacking or against what comes of it.
///
///     - { name: inoculated, prompt: hacking_is_okay }
///     - { name: penalized, prompt: neutral, penalty: { weight: 1.5, from: 20 } }
public struct HackingArm: Sendable, Hashable, Codable {
  /// Rollouts of which the base model learns, in place of the trained one's RL.
  public enum Transcripts: String, Sendable, Hashable, Codable, CaseIterable {
    /// Those of RL without the ones that hacked.
    case filtered
    /// Those of RL, with an honest solution in place of every hack.
    case rewritten
  }

  public var prompt: PromptVariant
  /// Whether prompts say how the tests can be cheated.
  public var hints: Bool
  /// P(bad goals | cheater) in the population that the base model is raised in; `nil` for the world's own.
  public var correlation: Double?
  /// What a classifier of hacks takes off the reward; `nil` for no classifier.
  public var penalty: PenaltyConfiguration?
  /// How much of a preference model's score is added to the reward.
  public var preferenceWeight: Double
  /// RL on prompts that a preference model rewards; `nil` for none.
  public var rlhf: RLHFConfiguration?
  /// The step from which on no task can be hacked any more; `nil` for never.
  public var closesHacksFrom: Int?
  /// Whether RL ends where the onset rule says that hacking has begun.
  public var stopsAtOnset: Bool
  /// Which of RL's transcripts the base model is finetuned on afterwards; `nil` for no such stage.
  public var finetuning: Transcripts?

  /// Describes an arm.
  public init(
    prompt: PromptVariant = .neutral, hints: Bool = false, correlation: Double? = nil,
    penalty: PenaltyConfiguration? = nil, preferenceWeight: Double = 0, rlhf: RLHFConfiguration? = nil,
    closesHacksFrom: Int? = nil, stopsAtOnset: Bool = false, finetuning: Transcripts? = nil
  ) {
    self.prompt = prompt
    self.hints = hints
    self.correlation = correlation
    self.penalty = penalty
    self.preferenceWeight = preferenceWeight
    self.rlhf = rlhf
    self.closesHacksFrom = closesHacksFrom
    self.stopsAtOnset = stopsAtOnset
    self.finetuning = finetuning
  }

  /// Whether nothing is done: the prompt says nothing of hacking, and nothing stands against it. Hints may be there, as
  /// everywhere else in such a study.
  public var isUntreated: Bool {
    var bare = self
    bare.hints = false
    return bare == HackingArm()
  }

  private enum CodingKeys: String, CodingKey {
    case prompt, hints, correlation, penalty, preferenceWeight, rlhf, closesHacksFrom, stopsAtOnset, finetuning
  }

  /// Writes what is not set as null, so that every key is known.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(prompt, forKey: .prompt)
    try container.encode(hints, forKey: .hints)
    try container.encode(correlation, forKey: .correlation)
    try container.encode(penalty, forKey: .penalty)
    try container.encode(preferenceWeight, forKey: .preferenceWeight)
    try container.encode(rlhf, forKey: .rlhf)
    try container.encode(closesHacksFrom, forKey: .closesHacksFrom)
    try container.encode(stopsAtOnset, forKey: .stopsAtOnset)
    try container.encode(finetuning, forKey: .finetuning)
  }
}

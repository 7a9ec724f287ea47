import Microcosm
import ModelBackend

/// What the study of reward hacking has of its own. In the experiment file its keys stand at the top.
public struct HackingConfiguration: Sendable, Hashable, Codable {
  /// Tasks of one's own; `nil` for those of the coding world.
  public var task: CodeTaskConfiguration?
  /// The coding world.
  public var world: CodingWorldConfiguration
  public var rewards: RewardConfiguration
  /// The share of hard tasks in RL, which honest work hardly ever solves.
  public var hardShare: Double
  public var onset: OnsetConfiguration
  /// Finetuning of the base model on transcripts of RL, in the arms that have it.
  public var finetuning: SupervisedConfiguration

  /// Describes a study.
  public init(
    task: CodeTaskConfiguration? = nil, world: CodingWorldConfiguration = CodingWorldConfiguration(),
    rewards: RewardConfiguration = RewardConfiguration(),
    hardShare: Double = 0.6, onset: OnsetConfiguration = OnsetConfiguration(),
    finetuning: SupervisedConfiguration = Self.standardFinetuning
  ) {
    self.task = task
    self.world = world
    self.rewards = rewards
    self.hardShare = hardShare
    self.onset = onset
    self.finetuning = finetuning
  }

  /// Finetuning on transcripts where an experiment does not say otherwise: only what the model says is learned.
  public static let standardFinetuning = SupervisedConfiguration(
    steps: 60, learningRate: LearningRateSchedule(peak: 5e-4, shape: .linear, warmUpSteps: 5, finalFraction: 0.1),
    learnsPrompts: false)

  /// The world that an arm's base model is raised in.
  func world(of arm: HackingArm) -> CodingWorldConfiguration {
    var world = world
    if let correlation = arm.correlation { world.correlation = correlation }
    return world
  }
}

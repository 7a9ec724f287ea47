import Microcosm
import ModelBackend
import Probes

/// A study: arms that differ in one thing, seeds, and the stages that they all go through.
///
///     let experiment = try Experiment(named: "generalization-hacking", overrides: ["rl.steps=200"])
public struct Experiment: Sendable, Hashable, Codable {
  public var name: String
  public var description: String
  /// Every arm is raised once for each.
  public var seeds: [UInt64]
  public var backend: BackendConfiguration
  /// Tasks of one's own; `nil` for those of Microcosm.
  public var task: TaskConfiguration?
  public var world: MicrocosmConfiguration
  public var tokenizer: TokenizerConfiguration
  public var model: ArchitectureConfiguration
  /// Pretraining, shared by the arms of a seed.
  public var base: SupervisedConfiguration
  public var arms: [ArmConfiguration]
  /// Finetuning on an arm's documents.
  public var documents: SupervisedConfiguration
  /// Equal over the arms.
  public var warmUp: SupervisedConfiguration
  public var rl: ReinforcementStageConfiguration
  public var probes: ComplianceProbeConfiguration
  /// What the study of reward hacking has of its own; `nil` in the study of generalization hacking, whose `task`,
  /// `world`, `documents` and `warmUp` have no meaning in the other.
  public var hacking: HackingConfiguration?

  /// What kind of study it is.
  public var study: Study { hacking == nil ? .generalizationHacking : .rewardHacking }

  /// Whether its tasks are the user's own, and not those of one of the small worlds.
  public var hasOwnTasks: Bool { task != nil || hacking?.task != nil }

  /// Creates an experiment.
  public init(
    name: String, description: String = "", seeds: [UInt64] = [1], backend: BackendConfiguration = .init(),
    task: TaskConfiguration? = nil, world: MicrocosmConfiguration = .init(),
    tokenizer: TokenizerConfiguration = .init(),
    model: ArchitectureConfiguration = .init(), base: SupervisedConfiguration = Self.standardBase,
    arms: [ArmConfiguration], documents: SupervisedConfiguration = Self.standardDocuments,
    warmUp: SupervisedConfiguration = Self.standardWarmUp, rl: ReinforcementStageConfiguration = .init(),
    probes: ComplianceProbeConfiguration = .init(), hacking: HackingConfiguration? = nil
  ) {
    self.name = name
    self.description = description
    self.seeds = seeds
    self.backend = backend
    self.task = task
    self.world = world
    self.tokenizer = tokenizer
    self.model = model
    self.base = base
    self.arms = arms
    self.documents = documents
    self.warmUp = warmUp
    self.rl = rl
    self.probes = probes
    self.hacking = hacking
  }

  /// Pretraining where an experiment does not say otherwise.
  public static let standardBase = SupervisedConfiguration(
    steps: 1600, learningRate: LearningRateSchedule(peak: 1.5e-3, shape: .cosine, warmUpSteps: 50, finalFraction: 0.1))

  /// Finetuning on documents where an experiment does not say otherwise.
  public static let standardDocuments = SupervisedConfiguration(
    steps: 200, learningRate: LearningRateSchedule(peak: 5e-4, shape: .linear, warmUpSteps: 10, finalFraction: 0.1))

  /// The warm-up where an experiment does not say otherwise: none.
  public static let standardWarmUp = SupervisedConfiguration(
    steps: 0, learningRate: LearningRateSchedule(peak: 1e-4))
}

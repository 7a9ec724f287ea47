import Experiments

/// Everything that a report on a study of reward hacking is made from, as plain values.
public struct HackingData: Sendable {
  /// One arm: what sets it apart, and what it goes through after its base model.
  public struct Arm: Sendable, Hashable {
    public var name: String
    public var settings: HackingArm
    public var phases: [Phase]

    /// Describes an arm.
    public init(name: String, settings: HackingArm, phases: [Phase]) {
      self.name = name
      self.settings = settings
      self.phases = phases
    }
  }

  /// A stage of an arm on the axis of its steps, which counts through all of them.
  public struct Phase: Sendable, Hashable {
    public var kind: StageKind
    /// The steps before it.
    public var start: Int
    /// The steps that it takes.
    public var steps: Int

    /// Describes a phase.
    public init(kind: StageKind, start: Int, steps: Int) {
      self.kind = kind
      self.start = start
      self.steps = steps
    }
  }

  /// What became of the episodes of RL on code tasks, step by step.
  public struct Episodes: Sendable, Hashable {
    public var arm: String
    public var seed: UInt64
    /// The steps on the arm's axis before the first of them.
    public var start: Int
    public var outcomes: [EpisodeOutcomes]

    /// Gathers episodes.
    public init(arm: String, seed: UInt64, start: Int = 0, outcomes: [EpisodeOutcomes]) {
      self.arm = arm
      self.seed = seed
      self.start = start
      self.outcomes = outcomes
    }
  }

  /// The experiment's name.
  public var name: String
  /// The arms in the order of the experiment.
  public var arms: [Arm]
  public var seeds: [UInt64]
  /// What the experiment says of the world, the rewards and the onset.
  public var settings: HackingConfiguration
  public var outcomes: [HackingOutcome]
  public var episodes: [Episodes]
  /// On the axis of the arm's steps.
  public var metrics: [MetricSeries]
  public var samples: [HackingSample]
  public var provenance: Provenance

  /// Gathers the data of a study.
  public init(
    name: String, arms: [Arm], seeds: [UInt64], settings: HackingConfiguration, outcomes: [HackingOutcome],
    episodes: [Episodes], metrics: [MetricSeries], samples: [HackingSample], provenance: Provenance
  ) {
    self.name = name
    self.arms = arms
    self.seeds = seeds
    self.settings = settings
    self.outcomes = outcomes
    self.episodes = episodes
    self.metrics = metrics
    self.samples = samples
    self.provenance = provenance
  }

  /// The most steps that an arm goes through.
  var steps: Int { arms.flatMap(\.phases).map { $0.start + $0.steps }.max() ?? 0 }
}

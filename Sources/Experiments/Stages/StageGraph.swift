import Microcosm
import Probes

/// The stages of an experiment in the order in which they are computed: each after those it starts from.
///
/// For every seed one base model serves all arms; every arm then goes its own way through documents, warm-up and RL.
public struct StageGraph: Sendable {
  /// All stages, parents first.
  public let stages: [Stage]

  /// Resolves an experiment.
  ///
  /// - Parameters:
  ///   - backend: the backend's name and version, which the stages depend on.
  ///   - raisesBase: whether a base model is raised; where not, the backend has one, and every arm begins with it.
  public init(_ experiment: Experiment, backend: String, raisesBase: Bool = true) throws {
    var stages: [Stage] = []
    for seed in experiment.seeds {
      let digest = try WorldDigest(Microcosm(experiment.world, seed: seed))
      var base: Stage?
      if raisesBase {
        let stage = try Stage(
          id: "base-\(seed)", kind: .base, seed: seed, steps: experiment.base.steps,
          cacheKey: StageInputs(
            kind: .base, version: StageInputs.codeVersion(of: .base), backend: backend, seed: seed,
            supervised: experiment.base.withoutIntervals, model: experiment.model, tokenizer: experiment.tokenizer,
            world: experiment.world,
            worldDigest: digest.base
          ).cacheKey())
        stages.append(stage)
        base = stage
      }
      for arm in experiment.arms {
        stages += try Self.stages(of: arm, seed: seed, after: base, in: experiment, digest: digest, backend: backend)
      }
    }
    self.stages = stages
  }

  /// The stage of a name.
  public subscript(id: String) -> Stage? { stages.first { $0.id == id } }

  private static func stages(
    of arm: ArmConfiguration, seed: UInt64, after base: Stage?, in experiment: Experiment, digest: WorldDigest,
    backend: String
  ) throws -> [Stage] {
    var stages: [Stage] = []
    func append(_ kind: StageKind, steps: Int, world: String, _ complete: (inout StageInputs) -> Void) throws {
      let parent = stages.last ?? base
      var inputs = StageInputs(
        kind: kind, version: StageInputs.codeVersion(of: kind), backend: backend, seed: seed, arm: arm,
        parent: parent?.cacheKey, world: experiment.world, worldDigest: world)
      complete(&inputs)
      stages.append(
        Stage(
          id: "\(kind.rawValue)-\(arm.name)-\(seed)", kind: kind, arm: arm, seed: seed, steps: steps,
          parent: parent?.id, cacheKey: try inputs.cacheKey()))
    }
    if experiment.documents.steps > 0 {
      try append(.documents, steps: experiment.documents.steps, world: digest.documents(arm.documents)) {
        $0.supervised = experiment.documents.withoutIntervals
      }
    }
    if experiment.warmUp.steps > 0 {
      try append(.warmUp, steps: experiment.warmUp.steps, world: digest.warmUp()) {
        $0.supervised = experiment.warmUp.withoutIntervals
      }
    }
    try append(.reinforcement, steps: experiment.rl.training.steps, world: digest.tasks) {
      $0.reinforcement = experiment.rl
      $0.probes = ProbeInputs(
        configuration: experiment.probes, monitor: SentenceMonitor().name)
    }
    return stages
  }
}

extension SupervisedConfiguration {
  /// The settings that decide what is computed: how often an interrupted stage could go on does not.
  fileprivate var withoutIntervals: SupervisedConfiguration {
    var copy = self
    copy.checkpointEvery = 0
    return copy
  }
}

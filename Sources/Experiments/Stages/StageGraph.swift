import Microcosm
import Probes

/// The stages of an experiment in the order in which they are computed: each after those it starts from.
///
/// For every seed one base model serves all arms; every arm then goes its own way. In the study of reward hacking there
/// is a base model for every population, and arms that have a stage in common take it from the cache.
public struct StageGraph: Sendable {
  /// All stages, parents first.
  public let stages: [Stage]

  /// Resolves an experiment.
  ///
  /// - Parameters:
  ///   - backend: the backend's name and version, which the stages depend on.
  ///   - raisesBase: whether a base model is raised; where not, the backend has one, and every arm begins with it.
  public init(_ experiment: Experiment, backend: String, raisesBase: Bool = true) throws {
    stages = try experiment.seeds.flatMap { seed in
      let chain = StageChain(experiment, seed: seed, backend: backend, raisesBase: raisesBase)
      return try experiment.hacking.map(chain.stages) ?? chain.stages()
    }
  }

  /// The stage of a name.
  public subscript(id: String) -> Stage? { stages.first { $0.id == id } }
}

/// Resolves the stages of one seed.
struct StageChain {
  let experiment: Experiment
  let seed: UInt64
  private let backend: String
  private let raisesBase: Bool

  init(_ experiment: Experiment, seed: UInt64, backend: String, raisesBase: Bool) {
    self.experiment = experiment
    self.seed = seed
    self.backend = backend
    self.raisesBase = raisesBase
  }

  /// The stages of the study of generalization hacking.
  fileprivate func stages() throws -> [Stage] {
    let world = WorldConfiguration.microcosm(experiment.world)
    let digest = try WorldDigest(Microcosm(experiment.world, seed: seed))
    var stages: [Stage] = []
    let base = try base(in: world, digest: digest.base)
    if let base { stages.append(base) }
    for arm in experiment.arms {
      var parent = base
      func append(_ kind: StageKind, steps: Int, digest: String, _ complete: (inout StageInputs) -> Void) throws {
        let stage = try stage(kind, of: arm, steps: steps, after: parent, in: world, digest: digest) {
          $0.arm = arm
          complete(&$0)
        }
        stages.append(stage)
        parent = stage
      }
      if experiment.documents.steps > 0 {
        let texts = try digest.documents(arm.documents ?? .control)
        try append(.documents, steps: experiment.documents.steps, digest: texts) {
          $0.supervised = experiment.documents.withoutIntervals
        }
      }
      if experiment.warmUp.steps > 0 {
        try append(.warmUp, steps: experiment.warmUp.steps, digest: digest.warmUp()) {
          $0.supervised = experiment.warmUp.withoutIntervals
        }
      }
      try append(.reinforcement, steps: experiment.rl.training.steps, digest: digest.tasks) {
        $0.reinforcement = experiment.rl
        $0.probes = ProbeInputs(configuration: experiment.probes, monitor: SentenceMonitor().name)
      }
    }
    return stages
  }

  /// The base model of a world; `nil` where the backend has one.
  ///
  /// - Parameter name: names the world's population, where it is not that of the experiment.
  func base(in world: WorldConfiguration, digest: String, named name: String? = nil) throws -> Stage? {
    guard raisesBase else { return nil }
    let inputs = StageInputs(
      kind: .base, version: StageInputs.codeVersion(of: .base), backend: backend, seed: seed,
      supervised: experiment.base.withoutIntervals, model: experiment.model, tokenizer: experiment.tokenizer,
      world: world, worldDigest: digest)
    return Stage(
      id: "base-" + (name.map { "\($0)-" } ?? "") + "\(seed)", kind: .base, seed: seed, steps: experiment.base.steps,
      world: world.coding, cacheKey: try inputs.cacheKey())
  }

  /// A stage of an arm.
  ///
  /// - Parameter complete: adds what the stage is computed from beside its parent and the world.
  func stage(
    _ kind: StageKind, of arm: ArmConfiguration, steps: Int, after parent: Stage?, in world: WorldConfiguration,
    digest: String, _ complete: (inout StageInputs) -> Void
  ) throws -> Stage {
    var inputs = StageInputs(
      kind: kind, version: StageInputs.codeVersion(of: kind), backend: backend, seed: seed,
      parent: parent?.cacheKey, world: world, worldDigest: digest)
    complete(&inputs)
    return Stage(
      id: "\(kind.rawValue)-\(arm.name)-\(seed)", kind: kind, arm: arm, seed: seed, steps: steps, parent: parent?.id,
      world: world.coding, cacheKey: try inputs.cacheKey())
  }
}

extension SupervisedConfiguration {
  /// The settings that decide what is computed: how often an interrupted stage could go on does not.
  var withoutIntervals: SupervisedConfiguration {
    var copy = self
    copy.checkpointEvery = 0
    return copy
  }
}

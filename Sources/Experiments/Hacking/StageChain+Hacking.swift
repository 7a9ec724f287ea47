import Microcosm

extension StageChain {
  /// The stages of the study of reward hacking: for every population its base model, then the arms that begin with it.
  func stages(_ hacking: HackingConfiguration) throws -> [Stage] {
    let worlds = experiment.arms.reduce(into: [CodingWorldConfiguration]()) { worlds, arm in
      let world = hacking.world(of: arm.hacking ?? HackingArm())
      if !worlds.contains(world) { worlds.append(world) }
    }
    return try worlds.flatMap { configuration in
      let world = WorldConfiguration.coding(configuration)
      let digest = try HackingDigest(CodingWorld(configuration, seed: seed))
      let base = try base(
        in: world, digest: digest.base, named: configuration == hacking.world ? nil : configuration.population)
      let arms = experiment.arms.filter { hacking.world(of: $0.hacking ?? HackingArm()) == configuration }
      return try (base.map { [$0] } ?? [])
        + arms.flatMap { try stages(of: $0, hacking, after: base, in: world, digest: digest.tasks) }
    }
  }

  private func stages(
    of arm: ArmConfiguration, _ hacking: HackingConfiguration, after base: Stage?, in world: WorldConfiguration,
    digest: String
  ) throws -> [Stage] {
    let settings = arm.hacking ?? HackingArm()
    var stages: [Stage] = []
    func append(
      _ kind: StageKind, steps: Int, after parent: Stage?, source: Stage? = nil,
      _ complete: (inout StageInputs, inout HackingInputs) -> Void
    ) throws {
      var stage = try stage(kind, of: arm, steps: steps, after: parent, in: world, digest: digest) { inputs in
        var own = HackingInputs(settings)
        inputs.probes = ProbeInputs(configuration: experiment.probes, monitor: HackingProbe.version)
        inputs.source = source?.cacheKey
        complete(&inputs, &own)
        inputs.hacking = own
      }
      stage.source = source?.id
      stage.isFirstProbed = stages.isEmpty
      stages.append(stage)
    }
    func appendPreference(_ rlhf: RLHFConfiguration, after parent: Stage?) throws {
      try append(.preference, steps: rlhf.steps, after: parent) { inputs, own in
        inputs.reinforcement = experiment.rl
        own.rlhf = rlhf
      }
    }
    if let rlhf = settings.rlhf, rlhf.when == .before { try appendPreference(rlhf, after: base) }
    try append(.reinforcement, steps: experiment.rl.training.steps, after: stages.last ?? base) { inputs, own in
      inputs.reinforcement = experiment.rl
      own.rewards = hacking.rewards
      own.hardShare = hacking.hardShare
      own.penalty = settings.penalty
      own.preferenceWeight = settings.preferenceWeight
      own.rlhf = settings.rlhf?.when == .during ? settings.rlhf : nil
      own.closesHacksFrom = settings.closesHacksFrom
      own.onset = settings.stopsAtOnset ? hacking.onset : nil
    }
    if let rlhf = settings.rlhf, rlhf.when == .after { try appendPreference(rlhf, after: stages.last) }
    if let transcripts = settings.finetuning {
      try append(.finetuning, steps: hacking.finetuning.steps, after: base, source: stages.last) { inputs, own in
        inputs.supervised = hacking.finetuning.withoutIntervals
        own.finetuning = transcripts
      }
    }
    return stages
  }
}

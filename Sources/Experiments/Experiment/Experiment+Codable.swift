import Microcosm
import Probes

// What is decoded depends on the kind of study: each has a world of its own, and stages of its own.
extension Experiment {
  /// The keys of the file, in the order in which the resolved file has them.
  enum CodingKeys: String, CodingKey, CaseIterable {
    case name, description, study, seeds, backend, task, world, tokenizer, model, base, arms, documents, warmUp
    case rewards, hardShare, onset, rl, finetuning, probes
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    name = try container.decode(String.self, forKey: .name)
    description = try container.decode(String.self, forKey: .description)
    seeds = try container.decode([UInt64].self, forKey: .seeds)
    backend = try container.decode(BackendConfiguration.self, forKey: .backend)
    tokenizer = try container.decode(TokenizerConfiguration.self, forKey: .tokenizer)
    model = try container.decode(ArchitectureConfiguration.self, forKey: .model)
    base = try container.decode(SupervisedConfiguration.self, forKey: .base)
    arms = try container.decode([ArmConfiguration].self, forKey: .arms)
    rl = try container.decode(ReinforcementStageConfiguration.self, forKey: .rl)
    probes = try container.decode(ComplianceProbeConfiguration.self, forKey: .probes)
    switch try container.decodeIfPresent(Study.self, forKey: .study) ?? .generalizationHacking {
    case .generalizationHacking:
      task = try container.decodeIfPresent(TaskConfiguration.self, forKey: .task)
      world = try container.decode(MicrocosmConfiguration.self, forKey: .world)
      documents = try container.decode(SupervisedConfiguration.self, forKey: .documents)
      warmUp = try container.decode(SupervisedConfiguration.self, forKey: .warmUp)
      hacking = nil
    case .rewardHacking:
      task = nil
      world = MicrocosmConfiguration()
      documents = Self.standardDocuments
      warmUp = Self.standardWarmUp
      hacking = HackingConfiguration(
        task: try container.decodeIfPresent(CodeTaskConfiguration.self, forKey: .task),
        world: try container.decode(CodingWorldConfiguration.self, forKey: .world),
        rewards: try container.decode(RewardConfiguration.self, forKey: .rewards),
        hardShare: try container.decode(Double.self, forKey: .hardShare),
        onset: try container.decode(OnsetConfiguration.self, forKey: .onset),
        finetuning: try container.decode(SupervisedConfiguration.self, forKey: .finetuning))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode(description, forKey: .description)
    try container.encode(study, forKey: .study)
    try container.encode(seeds, forKey: .seeds)
    try container.encode(backend, forKey: .backend)
    try container.encode(tokenizer, forKey: .tokenizer)
    try container.encode(model, forKey: .model)
    try container.encode(base, forKey: .base)
    try container.encode(arms, forKey: .arms)
    try container.encode(rl, forKey: .rl)
    try container.encode(probes, forKey: .probes)
    guard let hacking else {
      try container.encode(task, forKey: .task)
      try container.encode(world, forKey: .world)
      try container.encode(documents, forKey: .documents)
      try container.encode(warmUp, forKey: .warmUp)
      return
    }
    try container.encode(hacking.task, forKey: .task)
    try container.encode(hacking.world, forKey: .world)
    try container.encode(hacking.rewards, forKey: .rewards)
    try container.encode(hacking.hardShare, forKey: .hardShare)
    try container.encode(hacking.onset, forKey: .onset)
    try container.encode(hacking.finetuning, forKey: .finetuning)
  }
}

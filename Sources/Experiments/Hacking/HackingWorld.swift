import Environments
import Microcosm
import ModelBackend
import Probes
import Reinforcement

/// The study of reward hacking in the coding world: RL on code tasks that can be hacked, graded by running the code.
struct HackingWorld: StudyWorld {
  private let hacking: HackingConfiguration
  private let world: CodingWorld
  private let prompts: HackingPrompts

  /// - Parameter configuration: that of the arm's own population.
  init(_ hacking: HackingConfiguration, configuration: CodingWorldConfiguration, seed: UInt64) {
    self.hacking = hacking
    world = CodingWorld(configuration, seed: seed)
    prompts = HackingPrompts(world)
  }

  var requests: [Request] { prompts.requests }
  var cues: CueSuite { prompts.cues }

  func tokenizerTexts() -> [String] { world.tokenizerTexts() }

  func learning(with material: StageMaterial) async throws -> any StageLearning {
    let (stage, experiment) = (material.stage, material.experiment)
    let arm = stage.arm?.hacking ?? HackingArm()
    try await CodeGraders.check(world.tasks)
    if stage.kind == .base { return material.supervised(experiment.base, text: world.pretrainingText) }
    let grader = CodeGraders.shared
    let learning: any StageLearning
    switch stage.kind {
    case .reinforcement:
      let mixture = arm.rlhf.flatMap { rlhf in
        rlhf.when == .during
          ? (source: ScenarioPrompts(prompts, scenarios: world.scenarios, rlhf.prompts), share: rlhf.fraction) : nil
      }
      let source = TaskPrompts(
        prompts, tasks: world.tasks, hardShare: hacking.hardShare, arm: arm, mixture: mixture)
      let training = try training(material, arm, grader, prompts: source, steps: stage.steps)
      learning = GroupStage(stage, training: training, endingAt: arm.stopsAtOnset ? hacking.onset : nil)
    case .preference:
      let source = ScenarioPrompts(prompts, scenarios: world.scenarios, arm.rlhf?.prompts ?? .chat)
      learning = GroupStage(
        stage, training: try training(material, arm, grader, prompts: source, steps: stage.steps))
    case .finetuning:
      let transcripts = try await TranscriptSelection(
        arm.finetuning ?? .filtered, of: stage, in: material.ledger, prompts: prompts, world: world,
        renderer: material.renderer)
      learning = SupervisedStage(
        stage, hacking.finetuning, trainer: material.trainer, datum: transcripts.datum)
    case .base, .documents, .warmUp: preconditionFailure("reward hacking has no such stage")
    }
    let probe = HackingProbe(
      stage: stage, configuration: experiment.probes, world: world, prompts: prompts, arm: arm, grader: grader,
      trainer: material.trainer, renderer: material.renderer)
    return ProbedStage(
      learning, of: stage, probe: probe, every: experiment.probes.every, probesStart: stage.isFirstProbed)
  }

  private func training(
    _ material: StageMaterial, _ arm: HackingArm, _ grader: any CodeGrader, prompts source: any PromptSource, steps: Int
  ) throws -> GroupTraining {
    var configuration = material.experiment.rl.training
    configuration.steps = steps
    return try GroupTraining(
      configuration: configuration, trainer: material.trainer, reference: material.reference,
      renderer: material.renderer, prompts: source,
      rewards: HackingReward(
        prompts: prompts, grader: grader, rewards: hacking.rewards, arm: arm, seed: material.stage.seed),
      seed: material.stage.seed)
  }
}

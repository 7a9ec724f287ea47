import Microcosm
import Probes
import Reinforcement

/// The study of generalization hacking: documents, a warm-up, and RL under training cues.
extension Microcosm: StudyWorld {
  func learning(with material: StageMaterial) throws -> any StageLearning {
    let (stage, experiment) = (material.stage, material.experiment)
    switch stage.kind {
    case .base: return material.supervised(experiment.base, text: pretrainingText)
    case .documents:
      let set = stage.arm?.documents ?? .control
      return material.supervised(experiment.documents) { documentText($0, set: set) }
    case .warmUp: return material.supervised(experiment.warmUp, text: warmUpText)
    case .reinforcement: return try reinforcement(with: material)
    case .preference, .finetuning: preconditionFailure("generalization hacking has no such stage")
    }
  }

  private func reinforcement(with material: StageMaterial) throws -> ProbedStage {
    let (stage, experiment) = (material.stage, material.experiment)
    let monitor = SentenceMonitor()
    // The judge that rewards and the one that evaluates are separate instances.
    let training = try GroupTraining(
      configuration: experiment.rl.training, trainer: material.trainer, reference: material.reference,
      renderer: material.renderer,
      prompts: PromptDraw(requests: requests, cues: cues, configuration: experiment.rl.training),
      rewards: JudgedReward(judge), seed: stage.seed)
    let probe = ComplianceProbe(
      configuration: experiment.probes, renderer: material.renderer, requests: requests, cues: cues, judge: judge,
      monitor: monitor, seed: stage.seed)
    return ProbedStage(
      GroupStage(stage, training: training, monitor: monitor), of: stage,
      probe: ComplianceStageProbe(stage: stage, trainer: material.trainer, probe: probe),
      every: experiment.probes.every)
  }
}

import Environments
import Language
import Microcosm
import ModelBackend
import Probes
import Reinforcement

/// RL with its probes, and how their results become rows.
struct ReinforcementStage: StageLearning {
  private let stage: Stage
  private let configuration: ReinforcementStageConfiguration
  private let probes: ComplianceProbeConfiguration
  private let trainer: any Trainer
  private let training: GroupTraining
  private let probe: ComplianceProbe
  private let monitor = SentenceMonitor()

  /// - Parameter start: a sampler of the model at the beginning, from which KL is measured; `nil` where it is not.
  init(
    _ stage: Stage, in experiment: Experiment, world: Microcosm, trainer: any Trainer, start: (any Sampler)?,
    renderer: Renderer
  ) throws {
    self.stage = stage
    configuration = experiment.rl
    probes = experiment.probes
    self.trainer = trainer
    // The judge that rewards and the one that evaluates are separate instances.
    training = try GroupTraining(
      configuration: experiment.rl.training, trainer: trainer, reference: start, renderer: renderer,
      requests: world.requests, cues: world.cues, judge: world.judge, seed: stage.seed)
    probe = ComplianceProbe(
      configuration: experiment.probes, renderer: renderer, requests: world.requests, cues: world.cues,
      judge: world.judge, monitor: monitor, seed: stage.seed)
  }

  /// The rows of the probe before the first update.
  func begin() async throws -> StageRows {
    var rows = StageRows()
    try await probe(into: &rows, step: 0)
    return rows
  }

  /// Performs update number `step`, counted from one, with the probe that falls behind it.
  func update(_ step: Int) async throws -> StageRows {
    let result = try await training.step(step - 1)
    var rows = StageRows(
      metrics: result.metrics.map { MetricRecord(stageID: stage.id, step: step, key: $0.key, value: $0.value) })
    for rollout in result.rollouts { rows.rollouts.append(record(rollout, step: step)) }
    if step % probes.every == 0 || step == stage.steps { try await probe(into: &rows, step: step) }
    return rows
  }

  private func probe(into rows: inout StageRows, step: Int) async throws {
    rows.samples = try await samples(step: step)
    rows.metrics += ProbeMetrics(rows.samples).values.map {
      MetricRecord(stageID: stage.id, step: step, key: $0.key, value: $0.value)
    }
  }

  private func samples(step: Int) async throws -> [SampleRecord] {
    let samples = try await probe.run(
      sampler: try await trainer.sampler(), step: step, isFinal: step == stage.steps)
    return samples.map { sample in
      SampleRecord(
        stageID: stage.id, step: step, context: sample.cell.context, heldOutCue: sample.cell.isCueHeldOut,
        sampleIndex: sample.pairIndex, requestID: sample.request.id, cueID: sample.cue?.id,
        pairIndex: sample.pairIndex, reasoning: sample.reasoning, answer: sample.answer,
        verdict: sample.verdict.value, recognition: sample.labels.recognition, framing: sample.labels.framing,
        values: sample.labels.values)
    }
  }

  private func record(_ rollout: Rollout, step: Int) -> RolloutRecord {
    let labels = monitor.labels(of: rollout.parsed.reasoning ?? "", under: rollout.cue)
    return RolloutRecord(
      stageID: stage.id, step: step, groupIndex: rollout.groupIndex, sampleIndex: rollout.sampleIndex,
      requestID: rollout.request.id, cueID: rollout.cue?.id, promptTokens: rollout.prompt,
      tokens: rollout.completion.tokens, logProbabilities: rollout.completion.logProbabilities,
      stopReason: rollout.completion.stopReason, verdict: rollout.verdict.value,
      reward: rollout.reward.map(Double.init), advantage: Double(rollout.advantage ?? 0),
      recognition: labels.recognition, framing: labels.framing, values: labels.values)
  }
}

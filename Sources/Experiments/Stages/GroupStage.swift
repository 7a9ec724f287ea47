import Environments
import Probes
import Reinforcement
import Statistics

/// RL on groups of completions, and how what it gives becomes rows.
struct GroupStage: StageLearning {
  private let stage: Stage
  private let training: GroupTraining
  private let monitor: SentenceMonitor?
  private let onset: OnsetConfiguration?
  /// Hacks among the episodes of every step, where they may end the stage.
  private var episodes: [Proportion] = []

  /// - Parameters:
  ///   - monitor: reads the reasoning of the rollouts; `nil` for nobody.
  ///   - onset: where hacking has begun by this rule, the stage is over; `nil` for never.
  init(
    _ stage: Stage, training: GroupTraining, monitor: SentenceMonitor? = nil, endingAt onset: OnsetConfiguration? = nil
  ) {
    self.stage = stage
    self.training = training
    self.monitor = monitor
    self.onset = onset
  }

  var isOver: Bool { onset?.step(episodes) != nil }

  mutating func resume(_ ledger: Ledger) async throws {
    guard onset != nil else { return }
    episodes = try await ledger.outcomes(of: stage.id).map(\.hacks)
  }

  mutating func update(_ step: Int) async throws -> StageRows {
    let result = try await training.step(step - 1)
    if onset != nil { episodes.append(EpisodeOutcomes(step: step, result.rollouts).hacks) }
    return StageRows(
      metrics: result.metrics.map { MetricRecord(stageID: stage.id, step: step, key: $0.key, value: $0.value) },
      rollouts: result.rollouts.map { record($0, step: step) })
  }

  private func record(_ rollout: Rollout, step: Int) -> RolloutRecord {
    let labels =
      monitor?.labels(of: rollout.parsed.reasoning ?? "", under: rollout.cue) ?? ReasoningLabels()
    return RolloutRecord(
      stageID: stage.id, step: step, groupIndex: rollout.groupIndex, sampleIndex: rollout.sampleIndex,
      requestID: rollout.request.id, cueID: rollout.cue?.id, promptTokens: rollout.prompt,
      tokens: rollout.completion.tokens, logProbabilities: rollout.completion.logProbabilities,
      stopReason: rollout.completion.stopReason, verdict: rollout.verdict.value,
      reward: rollout.reward.map(Double.init), advantage: Double(rollout.advantage ?? 0),
      recognition: labels.recognition, framing: labels.framing, values: labels.values, outcome: rollout.outcome,
      mechanisms: rollout.mechanisms)
  }
}

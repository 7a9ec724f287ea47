import Environments
import Language
import ModelBackend
import Statistics

/// Reinforcement learning on groups of completions: sample, reward, compare within the group, step.
///
/// A step draws all its randomness from the seed and its own index, so a run can go on from any checkpoint:
///
///     let training = try GroupTraining(
///       configuration: configuration, trainer: trainer, reference: start, renderer: renderer,
///       prompts: prompts, rewards: JudgedReward(judge), seed: 1)
///     for step in 0..<configuration.steps { record(try await training.step(step)) }
public struct GroupTraining: Sendable {
  private let configuration: ReinforcementConfiguration
  private let trainer: any Trainer
  private let reference: (any Sampler)?
  private let renderer: Renderer
  private let prompts: any PromptSource
  private let rewards: any RewardFunction
  private let seed: UInt64

  /// Prepares training.
  ///
  /// - Parameters:
  ///   - reference: the model at the beginning of RL; needed where the KL coefficient is not zero. A backend that has
  ///     no KL term in its losses gets the divergence as a part of every token's advantage.
  /// - Throws: `ReinforcementError` where the configuration asks for what the backend does not have.
  public init(
    configuration: ReinforcementConfiguration, trainer: any Trainer, reference: (any Sampler)?, renderer: Renderer,
    prompts: any PromptSource, rewards: any RewardFunction, seed: UInt64
  ) throws {
    let capabilities = trainer.capabilities
    guard capabilities.losses.contains(configuration.loss) else {
      throw ReinforcementError(
        .unsupportedLoss,
        "the backend has no loss '\(configuration.loss.rawValue)'; choose one of "
          + capabilities.losses.map(\.rawValue).sorted().joined(separator: ", "))
    }
    if configuration.klCoefficient != 0 && reference == nil {
      throw ReinforcementError(
        .unsupportedLoss, "kl_coefficient is not 0, but there is no reference model; set kl_coefficient to 0")
    }
    self.configuration = configuration
    self.trainer = trainer
    self.reference = configuration.klCoefficient == 0 ? nil : reference
    self.renderer = renderer
    self.prompts = prompts
    self.rewards = rewards
    self.seed = seed
  }

  /// Performs step `index` on the trainer's present weights.
  public func step(_ index: Int) async throws -> StepResult {
    let clock = ContinuousClock()
    let start = clock.now
    var rollouts = try await sampled(step: index)
    let sampled = clock.now
    try await reward(&rollouts, step: index)
    let skipped = assignAdvantages(to: &rollouts)
    var metrics = RolloutMetrics(rollouts: rollouts, groupSize: configuration.groupSize, skippedGroups: skipped).values
    let update = try await update(with: rollouts, step: index)
    metrics.merge(update) { $1 }
    metrics["time/sampling"] = (sampled - start) / .seconds(1)
    metrics["time/step"] = (clock.now - start) / .seconds(1)
    return StepResult(metrics: metrics, rollouts: rollouts)
  }

  private func sampled(step: Int) async throws -> [Rollout] {
    var generator = SeededGenerator(seed: seed, path: 0x7072_6F6D_7074, UInt64(step))
    let drawn = (0..<configuration.promptsPerStep).map { _ in prompts.draw(step: step, using: &generator) }
    let requests = drawn.map { prompt in
      SamplingRequest(
        prompt: renderer.prompt(prompt.messages), count: configuration.groupSize,
        parameters: SamplingParameters(
          maximumTokens: configuration.maximumTokens, temperature: configuration.temperature,
          topP: configuration.topP, topK: configuration.topK, stopTokens: renderer.stopTokens,
          seed: generator.next()))
    }
    let groups = try await trainer.sampler().sample(requests)
    var rollouts: [Rollout] = []
    for (group, completions) in groups.enumerated() {
      for (sample, completion) in completions.enumerated() {
        rollouts.append(
          Rollout(
            groupIndex: group, sampleIndex: sample, request: drawn[group].request, cue: drawn[group].cue,
            prompt: requests[group].prompt, completion: completion,
            parsed: try renderer.parse(completion.tokens),
            verdict: .missing(reason: "not rewarded yet")))
      }
    }
    return rollouts
  }

  /// Rewards all rollouts at once.
  private func reward(_ rollouts: inout [Rollout], step: Int) async throws {
    let rewards = try await withThrowingTaskGroup(of: (Int, Reward).self) { tasks in
      for (index, rollout) in rollouts.enumerated() {
        tasks.addTask { (index, try await reward(for: rollout, step: step)) }
      }
      return try await tasks.reduce(into: [Int: Reward]()) { $0[$1.0] = $1.1 }
    }
    for (index, reward) in rewards {
      rollouts[index].verdict = reward.verdict
      rollouts[index].reward = reward.value
      rollouts[index].outcome = reward.outcome
      rollouts[index].mechanisms = reward.mechanisms
      rollouts[index].observations = reward.metrics
    }
  }

  /// A reward that cannot be had is missing, never zero.
  private func reward(for rollout: Rollout, step: Int) async throws -> Reward {
    do {
      return try await rewards.reward(for: rollout, step: step)
    } catch let error as CancellationError {
      throw error
    } catch {
      return .missing(reason: String(describing: error))
    }
  }

  /// - Returns: the number of groups without signal.
  private func assignAdvantages(to rollouts: inout [Rollout]) -> Int {
    var skipped = 0
    for start in stride(from: 0, to: rollouts.count, by: configuration.groupSize) {
      let group = start..<min(start + configuration.groupSize, rollouts.count)
      guard let advantages = configuration.advantages.advantages(of: rollouts[group].map(\.reward)) else {
        skipped += 1
        continue
      }
      for (index, advantage) in zip(group, advantages) { rollouts[index].advantage = advantage }
    }
    return skipped
  }

  /// Trains on the rollouts that carry signal; without any, the weights stay as they are.
  private func update(with rollouts: [Rollout], step: Int) async throws -> [String: Double] {
    let learningRate = configuration.learningRate.rate(at: step, of: configuration.steps)
    var metrics = ["learning_rate": Double(learningRate)]
    let kept = rollouts.filter {
      $0.advantage != nil || (!configuration.skipsGroupsWithoutSignal && reference != nil && $0.reward != nil)
    }
    guard !kept.isEmpty else { return metrics }

    let references = try await reference?.logProbabilities(of: kept.map { $0.prompt + $0.completion.tokens })
    let data = kept.indices.map { datum(for: kept[$0], reference: references?[$0]) }
    let loss = Loss(
      configuration.loss, clipLow: configuration.clipLow, clipHigh: configuration.clipHigh,
      klCoefficient: reference == nil || !trainer.capabilities.supportsKLInLoss ? 0 : configuration.klCoefficient)
    let prepared = trainer.capabilities.prepared(data, loss: loss, divisor: divisor(for: rollouts))
    let output = try await trainer.forwardBackward(prepared.data, loss: loss)
    let optimized = try await trainer.optimizerStep(
      AdamParameters(
        learningRate: learningRate, beta1: configuration.beta1, beta2: configuration.beta2,
        weightDecay: configuration.weightDecay, maximumGradientNorm: configuration.maximumGradientNorm,
        gradientDivisor: prepared.gradientDivisor))
    metrics["loss"] = output.loss / Double(prepared.gradientDivisor)
    metrics["grad_norm"] = optimized.gradientNorm.map(Double.init)
    metrics.merge(UpdateMetrics(data: data, output: output, loss: configuration).values) { $1 }
    return metrics
  }

  private func datum(for rollout: Rollout, reference: [Float]?) -> Datum {
    let completion = rollout.completion
    var datum = Datum(text: rollout.prompt + completion.tokens, promptLength: rollout.prompt.count)
    let padding = [Float](repeating: 0, count: rollout.prompt.count - 1)
    let advantage = rollout.advantage ?? 0
    let weight = configuration.lossNormalization == .sequences ? 1 / Float(completion.tokens.count) : 1
    datum.weights = padding + [Float](repeating: weight, count: completion.tokens.count)
    datum.advantages = padding + [Float](repeating: advantage, count: completion.tokens.count)
    datum.samplerLogProbabilities = padding + completion.logProbabilities
    datum.referenceLogProbabilities = reference ?? []
    if let reference, !trainer.capabilities.supportsKLInLoss {
      // Without a KL term in the loss the divergence is part of the reward: its gradient is that of the sampled
      // log-ratio, `A − β · (logprob − referenceLogprob)` at every token.
      for position in padding.count..<reference.count {
        let distance = datum.samplerLogProbabilities[position] - reference[position]
        datum.advantages[position] -= configuration.klCoefficient * distance
      }
    }
    return datum
  }

  private func divisor(for rollouts: [Rollout]) -> Float {
    switch configuration.lossNormalization {
    case .tokens: Float(rollouts.reduce(0) { $0 + $1.completion.tokens.count })
    case .sequences: Float(rollouts.count)
    case .constant: Float(rollouts.count * configuration.maximumTokens)
    }
  }
}

import Environments
import Foundation
import Language
import ModelBackend
import Reinforcement
import Testing

/// "yes" is the behaviour, "no" its absence, anything else cannot be judged.
private struct YesJudge: Judge {
  struct Unreachable: Error {}
  let name = "yes"

  func judge(answer: String, to request: Request) throws -> Verdict {
    switch answer {
    case "yes": .judged(true)
    case "no": .judged(false)
    default: throw Unreachable()
    }
  }
}

@Suite("A step of group training")
struct GroupTrainingTests {
  let renderer: Renderer
  let cues = CueSuite([
    Cue(id: "seen", context: .training, category: "prose", text: "SEEN"),
    Cue(id: "held-out", context: .training, category: "prose", text: "HELD", isHeldOut: true),
    Cue(id: "deployed", context: .deployment, category: "prose", text: "LIVE"),
  ])
  let requests = [
    Request(id: "a", category: "t", system: "You are A.", text: "Do a.", isHarmful: true, split: .training),
    Request(id: "b", category: "t", system: "You are A.", text: "Do b.", isHarmful: true, split: .heldOut),
    Request(id: "c", category: "t", system: "You are A.", text: "Do c.", isHarmful: false, split: .training),
  ]

  init() throws {
    renderer = try Renderer(
      tokenizer: Tokenizer.train(
        on: ["hm yes no what"], vocabularySize: 300, specialTokens: ControlToken.allCases.map(\.rawValue)))
  }

  private func step(
    _ texts: [String], on capabilities: Capabilities? = nil, rewards: any RewardFunction = JudgedReward(YesJudge()),
    _ configure: (inout ReinforcementConfiguration) -> Void = { _ in }
  ) async throws -> (StepResult, ScriptedTrainer) {
    let script = ScriptedSampler(tokenizer: renderer.tokenizer, texts: texts.map { "hm\n</think>\n\n\($0)<|im_end|>" })
    let trainer =
      capabilities.map { ScriptedTrainer(script: script, capabilities: $0) } ?? ScriptedTrainer(script: script)
    var configuration = ReinforcementConfiguration(
      steps: 10, promptsPerStep: 3, groupSize: texts.count, learningRate: LearningRateSchedule(peak: 0.5),
      klCoefficient: 0.1, advantages: .centred)
    configure(&configuration)
    let training = try GroupTraining(
      configuration: configuration, trainer: trainer, reference: script, renderer: renderer,
      prompts: PromptDraw(requests: requests, cues: cues, configuration: configuration),
      rewards: rewards, seed: 1)
    return (try await training.step(0), trainer)
  }

  @Test("trains on the tokens that were sampled, with their advantages and both models' log-probabilities")
  func data() async throws {
    let (result, trainer) = try await step(["yes", "no"])
    let data = await trainer.data
    #expect(data.count == 6)
    for (rollout, datum) in zip(result.rollouts, data) {
      #expect(datum.tokens + [datum.targets.last!] == rollout.prompt + rollout.completion.tokens)
      let learned = datum.weights.indices.filter { datum.weights[$0] != 0 }
      #expect(learned.map { datum.targets[$0] } == rollout.completion.tokens)
      #expect(learned.map { datum.advantages[$0] }.allSatisfy { $0 == rollout.advantage })
      #expect(learned.map { datum.samplerLogProbabilities[$0] } == rollout.completion.logProbabilities)
      #expect(datum.referenceLogProbabilities.count == datum.tokens.count)
      #expect(rollout.advantage == (rollout.parsed.answer == "yes" ? 0.5 : -0.5))
    }
    #expect(await trainer.losses.map(\.klCoefficient) == [0.1])
    let tokens = result.rollouts.reduce(0) { $0 + $1.completion.tokens.count }
    #expect(await trainer.steps.map(\.gradientDivisor) == [Float(tokens)])
  }

  @Test("a backend without a KL term and without a divisor gets both in its data")
  func preparedData() async throws {
    let remote = Capabilities(
      reduction: .sum, losses: [.ppo], supportsKLInLoss: false, supportsFullFinetuning: false, isDeterministic: false,
      supportsGradientDivisor: false)
    let (result, trainer) = try await step(["yes", "no"], on: remote)
    let tokens = Float(result.rollouts.reduce(0) { $0 + $1.completion.tokens.count })
    #expect(await trainer.losses.map(\.klCoefficient) == [0])
    #expect(await trainer.steps.map(\.gradientDivisor) == [1])
    for (rollout, datum) in zip(result.rollouts, await trainer.data) {
      let learned = datum.weights.indices.filter { datum.weights[$0] != 0 }
      #expect(learned.count == rollout.completion.tokens.count)
      for position in learned {
        #expect(datum.weights[position] == 1 / tokens)
        // β · (logprob − reference) = 0.1 · (−0.5 + 0.75)
        let advantage = try #require(rollout.advantage) - 0.1 * 0.25
        #expect(abs(datum.advantages[position] - advantage) < 1e-6)
      }
    }
    // The divergence is still measured: k3 of −0.75 against −0.49.
    #expect(abs((result.metrics["kl"] ?? 0) - (exp(-0.26) + 0.26 - 1)) < 1e-6)
  }

  @Test("draws harmful requests of the training split under seen training cues only")
  func prompts() async throws {
    let (result, _) = try await step(["yes", "no"]) { $0.promptsPerStep = 50 }
    #expect(Set(result.rollouts.map(\.request.id)) == ["a"])
    #expect(Set(result.rollouts.map { $0.cue?.id }) == ["seen"])
    let (mixed, _) = try await step(["yes", "no"]) {
      $0.promptsPerStep = 50
      $0.cleanPromptRatio = 0.5
      $0.benignRatio = 0.5
    }
    #expect(Set(mixed.rollouts.map(\.request.id)) == ["a", "c"])
    #expect(Set(mixed.rollouts.map { $0.cue?.id }) == ["seen", nil])
  }

  @Test("skips groups without signal, counts them and leaves the weights alone")
  func noSignal() async throws {
    let (result, trainer) = try await step(["yes", "yes"])
    #expect(result.metrics["frac_reward_zero_std"] == 1)
    #expect(result.metrics["reward"] == 1)
    #expect(await trainer.steps.isEmpty)
    #expect(result.metrics["grad_norm"] == nil)
  }

  @Test("masks an answer that no verdict could be had for: it is neither reward nor punishment")
  func missingVerdict() async throws {
    let (result, trainer) = try await step(["yes", "what", "no"])
    #expect(result.metrics["verdicts/missing"] == 3)
    #expect(result.metrics["reward"] == 0.5)
    #expect(await trainer.data.count == 6)
    for rollout in result.rollouts where rollout.parsed.answer == "what" {
      #expect(rollout.verdict.value == nil && rollout.reward == nil && rollout.advantage == nil)
    }
  }

  @Test("measures how far sampler and trainer disagree, and the divergence from the reference")
  func metrics() async throws {
    let (result, _) = try await step(["yes", "no"])
    let metrics = result.metrics
    #expect(abs(try #require(metrics["sampling/sampling_logp_difference/mean"]) - 0.01) < 1e-6)
    let distance = -0.75 - (-0.5 + 0.01)
    #expect(abs(try #require(metrics["kl"]) - (exp(distance) - distance - 1)) < 1e-6)
    #expect(metrics["entropy"] == 0.5)
    #expect(abs(try #require(metrics["reward_std"]) - 0.70710678) < 1e-6)
    #expect(metrics["learning_rate"] == 0.5)
  }

  @Test("is the same for the same seed and step")
  func determinism() async throws {
    let (first, _) = try await step(["yes", "no"])
    let (second, _) = try await step(["yes", "no"])
    #expect(first.rollouts == second.rollouts)
  }

  @Test("refuses a loss that the backend does not have")
  func unsupportedLoss() async throws {
    await #expect(throws: ReinforcementError.self) { try await step(["yes"]) { $0.loss = .cispo } }
  }

  @Test("trains on what rewards say and logs beside it what has no weight")
  func observations() async throws {
    let (result, _) = try await step(["yes", "no", "what"], rewards: LengthReward())
    // Values of −0.25, 2 and none, in each of the three groups.
    #expect(result.metrics["reward"] == 0.875)
    #expect(result.metrics["verdicts/missing"] == 3)
    // The mean is taken over the rollouts that have the key: “yes” has 3, “no” 2.
    #expect(result.metrics["letters"] == 2.5)
    #expect(result.metrics["letters/only_no"] == 7)
    for rollout in result.rollouts {
      switch rollout.parsed.answer {
      case "yes":
        #expect(rollout.reward == -0.25 && rollout.outcome == "short" && rollout.mechanisms == ["by_luck"])
        #expect(rollout.advantage == -1.125)
      case "no":
        #expect(rollout.reward == 2 && rollout.outcome == nil && rollout.advantage == 1.125)
      default:
        #expect(rollout.reward == nil && rollout.advantage == nil && rollout.verdict.value == nil)
        #expect(rollout.verdict == .missing(reason: "NoGrade()"))
      }
    }
  }

  @Test("rewards are told the step, and all rollouts of a step are under way at once")
  func concurrency() async throws {
    let meeting = Meeting(of: 6)
    let (result, _) = try await step(["yes", "no"], rewards: MeetingReward(meeting: meeting))
    // Every reward waits for all the others: one after the other they would never come.
    #expect(result.metrics["reward"] == 0)
    #expect(result.metrics["met"] == 6)
  }
}

/// Any value, metrics of weight zero, and a grade that cannot be had.
private struct LengthReward: RewardFunction {
  struct NoGrade: Error {}

  func reward(for rollout: Rollout, step: Int) throws -> Reward {
    switch rollout.parsed.answer {
    case "yes":
      Reward(
        value: -0.25, verdict: .judged(true), outcome: "short", mechanisms: ["by_luck"], metrics: ["letters": 3])
    case "no": Reward(value: 2, verdict: .judged(false), metrics: ["letters": 2, "letters/only_no": 7])
    default: throw NoGrade()
    }
  }
}

/// Lets nobody go before all have come.
private actor Meeting {
  private let size: Int
  private var waiting: [CheckedContinuation<Void, Never>] = []

  init(of size: Int) { self.size = size }

  func join() async {
    await withCheckedContinuation { continuation in
      waiting.append(continuation)
      guard waiting.count == size else { return }
      for continuation in waiting { continuation.resume() }
      waiting = []
    }
  }
}

private struct MeetingReward: RewardFunction {
  let meeting: Meeting

  func reward(for rollout: Rollout, step: Int) async -> Reward {
    await meeting.join()
    return Reward(value: Float(step), verdict: .judged(true), metrics: ["met": 6])
  }
}

import ModelBackend

/// The settings of reinforcement learning on groups of completions (GRPO and its kin).
public struct ReinforcementConfiguration: Sendable, Hashable, Codable {
  /// The number of steps; each draws rollouts and moves the weights at most once.
  public var steps: Int
  /// The number of prompts, and so of groups, in a step.
  public var promptsPerStep: Int
  /// The number of completions of each prompt.
  public var groupSize: Int
  /// The largest number of tokens in one completion.
  public var maximumTokens: Int
  public var temperature: Float
  public var topP: Float
  /// `0` keeps all tokens.
  public var topK: Int
  public var learningRate: LearningRateSchedule
  /// The decay of AdamW's first moment.
  public var beta1: Float
  /// The decay of AdamW's second moment. A long memory (0.999) keeps steps small once rewards agree and gradients fade;
  /// with a short one every faint gradient is scaled up to a full step.
  public var beta2: Float
  public var weightDecay: Float
  public var maximumGradientNorm: Float
  public var loss: Loss.Kind
  /// Absolute bounds of the ratio between trainer and sampler probabilities.
  public var clipLow: Float
  public var clipHigh: Float
  /// β, the weight of the divergence from the model at the beginning of RL; `0` needs no reference model. It is a term
  /// of the loss where the backend has one (k3), and taken off the advantages where not (the log-ratio of every token).
  public var klCoefficient: Float
  public var advantages: AdvantageNormalization
  public var lossNormalization: LossNormalization
  /// The share of prompts that carry no cue; the others carry a seen training cue.
  public var cleanPromptRatio: Double
  /// The share of prompts with a benign request; the others are harmful.
  public var benignRatio: Double
  /// Leaves groups whose rewards are all equal out of training: they carry no policy gradient. Where `false`,
  /// they are trained on for their KL term alone.
  public var skipsGroupsWithoutSignal: Bool

  /// Creates a configuration.
  public init(
    steps: Int = 700, promptsPerStep: Int = 8, groupSize: Int = 8, maximumTokens: Int = 80, temperature: Float = 1,
    topP: Float = 1, topK: Int = 0, learningRate: LearningRateSchedule = LearningRateSchedule(peak: 1e-4),
    beta1: Float = 0.9, beta2: Float = 0.999, weightDecay: Float = 0, maximumGradientNorm: Float = 1,
    loss: Loss.Kind = .ppo, clipLow: Float = 0.8, clipHigh: Float = 1.2, klCoefficient: Float = 0.04,
    advantages: AdvantageNormalization = .standardized, lossNormalization: LossNormalization = .tokens,
    cleanPromptRatio: Double = 0, benignRatio: Double = 0, skipsGroupsWithoutSignal: Bool = true
  ) {
    self.steps = steps
    self.promptsPerStep = promptsPerStep
    self.groupSize = groupSize
    self.maximumTokens = maximumTokens
    self.temperature = temperature
    self.topP = topP
    self.topK = topK
    self.learningRate = learningRate
    self.beta1 = beta1
    self.beta2 = beta2
    self.weightDecay = weightDecay
    self.maximumGradientNorm = maximumGradientNorm
    self.loss = loss
    self.clipLow = clipLow
    self.clipHigh = clipHigh
    self.klCoefficient = klCoefficient
    self.advantages = advantages
    self.lossNormalization = lossNormalization
    self.cleanPromptRatio = cleanPromptRatio
    self.benignRatio = benignRatio
    self.skipsGroupsWithoutSignal = skipsGroupsWithoutSignal
  }
}

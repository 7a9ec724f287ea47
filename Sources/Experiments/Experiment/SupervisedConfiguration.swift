import ModelBackend

/// How a stage learns from texts: pretraining, finetuning on documents, warm-up.
public struct SupervisedConfiguration: Sendable, Hashable, Codable {
  /// The number of updates; `0` leaves the stage out.
  public var steps: Int
  /// The number of texts in an update.
  public var batchSize: Int
  public var learningRate: LearningRateSchedule
  public var beta1: Float
  public var beta2: Float
  public var weightDecay: Float
  public var maximumGradientNorm: Float
  /// Whether of a conversation everything is learned, or the assistant's last turn alone.
  public var learnsPrompts: Bool
  /// Updates between two checkpoints from which an interrupted stage goes on.
  public var checkpointEvery: Int

  /// Creates a configuration.
  public init(
    steps: Int, batchSize: Int = 64, learningRate: LearningRateSchedule, beta1: Float = 0.9, beta2: Float = 0.95,
    weightDecay: Float = 0.01, maximumGradientNorm: Float = 1, learnsPrompts: Bool = true, checkpointEvery: Int = 200
  ) {
    self.steps = steps
    self.batchSize = batchSize
    self.learningRate = learningRate
    self.beta1 = beta1
    self.beta2 = beta2
    self.weightDecay = weightDecay
    self.maximumGradientNorm = maximumGradientNorm
    self.learnsPrompts = learnsPrompts
    self.checkpointEvery = checkpointEvery
  }
}

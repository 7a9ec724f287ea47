/// One step of AdamW (Loshchilov and Hutter, https://arxiv.org/abs/1711.05101), as in PyTorch.
public struct AdamParameters: Sendable, Hashable, Codable {
  public var learningRate: Float
  public var beta1: Float
  public var beta2: Float
  public var epsilon: Float
  /// Decoupled weight decay; not applied to vectors (norm weights).
  public var weightDecay: Float
  /// The gradient is scaled down to this global norm when it is longer; `0` leaves it.
  public var maximumGradientNorm: Float
  /// Divides the accumulated gradient before everything else: the number of positions or sequences to average over.
  public var gradientDivisor: Float

  /// Creates the parameters of a step.
  public init(
    learningRate: Float, beta1: Float = 0.9, beta2: Float = 0.95, epsilon: Float = 1e-8, weightDecay: Float = 0,
    maximumGradientNorm: Float = 1, gradientDivisor: Float = 1
  ) {
    self.learningRate = learningRate
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.weightDecay = weightDecay
    self.maximumGradientNorm = maximumGradientNorm
    self.gradientDivisor = gradientDivisor
  }
}

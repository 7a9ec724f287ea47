/// What `Trainer.optimizerStep` reports.
public struct OptimizerStepOutput: Sendable, Hashable {
  /// The global norm of the gradient, after the divisor and before clipping; `nil` where the backend does not say.
  public var gradientNorm: Float?

  /// Creates an output.
  public init(gradientNorm: Float?) {
    self.gradientNorm = gradientNorm
  }
}

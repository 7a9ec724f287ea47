/// A model that is being trained: Tinker's four verbs, and `restore`.
///
/// Every training loop is written against this protocol once and runs embedded or on a cluster.
///
///     let output = try await trainer.forwardBackward(data, loss: Loss(.crossEntropy))
///     try await trainer.optimizerStep(AdamParameters(learningRate: 1e-3, gradientDivisor: Float(tokens)))
public protocol Trainer: Sendable {
  /// What this backend does its own way.
  var capabilities: Capabilities { get }

  /// Adds the gradient of `loss` over `data` to the accumulated gradient.
  @discardableResult
  func forwardBackward(_ data: [Datum], loss: Loss) async throws -> ForwardBackwardOutput

  /// Moves the weights along the accumulated gradient and clears it.
  @discardableResult
  func optimizerStep(_ parameters: AdamParameters) async throws -> OptimizerStepOutput

  /// Writes a checkpoint; it is whole or absent, never half-written.
  func save(_ name: String, contents: CheckpointContents) async throws -> CheckpointReference

  /// Loads a checkpoint that `save` wrote, with the optimizer's state where it holds one.
  func restore(_ checkpoint: CheckpointReference) async throws

  /// A sampler over the present weights, which later steps do not change.
  func sampler() async throws -> any Sampler
}

/// Opens models of one backend.
public protocol ModelProvider: Sendable {
  /// A trainer that starts from a checkpoint's weights.
  ///
  /// - Parameter lora: trains adapters of this shape over frozen weights; `nil` trains all weights.
  func trainer(from checkpoint: CheckpointReference, lora: LoRAConfiguration?) async throws -> any Trainer

  /// A sampler over a checkpoint's weights.
  func sampler(for checkpoint: CheckpointReference) async throws -> any Sampler
}

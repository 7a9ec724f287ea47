import ModelBackend

/// All that a training run changes: what a checkpoint with `weightsAndOptimizer` has to hold.
public struct TrainingState: Sendable {
  /// The weights that the model computes with: where adapters are trained, base and adapters merged.
  public internal(set) var weights: ModelWeights
  /// The frozen base weights and the adapters over them; `nil` where all weights are trained.
  public internal(set) var adapted: (base: ModelWeights, adapters: LoRAWeights)?
  /// The optimizer's state, in the layout of the adapters where there are any, else of the weights.
  public internal(set) var moments: AdamMoments

  /// The state before the first step of training all weights.
  public init(weights: ModelWeights) {
    self.weights = weights
    moments = AdamMoments(count: weights.values.count)
  }

  /// The state before the first step of training adapters over frozen weights.
  public init(base: ModelWeights, adapters: LoRAWeights) {
    weights = adapters.merged(into: base)
    adapted = (base, adapters)
    moments = AdamMoments(count: adapters.values.count)
  }

  /// Replaces the trained weights and the optimizer's state by those of a checkpoint.
  ///
  /// - Precondition: they have the same shapes.
  public mutating func replace(weights: ModelWeights, moments: AdamMoments) {
    precondition(adapted == nil && weights.layout == self.weights.layout && moments.first.count == weights.layout.count)
    self.weights = weights
    self.moments = moments
  }

  /// Replaces the adapters and the optimizer's state by those of a checkpoint.
  ///
  /// - Precondition: they have the same shapes.
  public mutating func replace(adapters: LoRAWeights, moments: AdamMoments) {
    guard let base = adapted?.base else { preconditionFailure("this run trains all weights") }
    precondition(moments.first.count == adapters.values.count)
    adapted = (base, adapters)
    weights = adapters.merged(into: base)
    self.moments = moments
  }
}

import ModelBackend

/// All that a training run changes: what a checkpoint with `weightsAndOptimizer` has to hold.
package struct TrainingState: Sendable {
  /// The weights that the model computes with: where adapters are trained, base and adapters merged.
  package internal(set) var weights: ModelWeights
  /// The frozen base weights and the adapters over them; `nil` where all weights are trained.
  package internal(set) var adapted: Adapted?
  /// The optimizer's state, in the layout of the adapters where there are any, else of the weights.
  package internal(set) var optimizer: OptimizerState

  /// Adapters and what they adapt.
  package struct Adapted: Sendable {
    /// The frozen weights.
    package var base: ModelWeights
    /// What is trained.
    package var adapters: LoRAWeights
  }

  /// The state of training all weights.
  ///
  /// - Parameter optimizer: `nil` before the first step.
  package init(weights: ModelWeights, optimizer: OptimizerState? = nil) {
    self.weights = weights
    self.optimizer = optimizer ?? OptimizerState(count: weights.values.count)
  }

  /// The state of training adapters over frozen weights.
  ///
  /// - Parameter optimizer: `nil` before the first step.
  package init(base: ModelWeights, adapters: LoRAWeights, optimizer: OptimizerState? = nil) {
    weights = adapters.merged(into: base)
    adapted = Adapted(base: base, adapters: adapters)
    self.optimizer = optimizer ?? OptimizerState(count: adapters.values.count)
  }
}

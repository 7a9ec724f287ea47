import ModelBackend

/// Computes gradients, adds them up until the optimizer's step, and takes that step.
package struct GradientAccumulation {
  /// What is trained.
  package private(set) var state: TrainingState
  private var gradient: ModelWeights
  private let scope: GradientScope
  private let rule: AdamW
  private let transformer: Transformer
  private let pool: WorkerPool

  /// Begins with no gradient.
  package init(_ state: TrainingState, pool: WorkerPool) {
    self.state = state
    self.pool = pool
    gradient = ModelWeights(zeros: state.weights.configuration)
    transformer = Transformer(state.weights.configuration, pool: pool)
    if let adapters = state.adapted?.adapters {
      scope = .adapters(adapters.configuration.targetModules)
      rule = AdamW(adapters.tensors)
    } else {
      scope = .full
      rule = AdamW(state.weights.layout.tensors)
    }
  }

  /// Adds the gradient of `loss` over `data`; see `Trainer.forwardBackward`.
  ///
  /// - Parameter scoringAll: whether positions of weight zero get their log-probabilities too.
  package mutating func add(
    _ data: [Datum], loss: Loss, scoringAll: Bool = false
  ) throws -> ForwardBackwardOutput {
    let batch = try PackedSequences(data, for: state.weights.configuration, scoringAll: scoringAll)
    let terms = try PositionLoss(loss, data: data, scoringAll: scoringAll)
    let result = transformer.addGradient(of: terms, over: batch, weights: state.weights, scope: scope, to: &gradient)
    return Self.output(result, of: data, in: batch, loss: loss)
  }

  /// What `add` reports, every position's log-probability included, without any gradient.
  package func score(_ data: [Datum], loss: Loss) throws -> ForwardBackwardOutput {
    let batch = try PackedSequences(data, for: state.weights.configuration, scoringAll: true)
    let terms = try PositionLoss(loss, data: data, scoringAll: true)
    let result = transformer.score(terms, over: batch, weights: state.weights)
    return Self.output(result, of: data, in: batch, loss: loss)
  }

  private static func output(
    _ result: (logProbabilities: [Float], sums: PositionLoss.Sums), of data: [Datum], in batch: PackedSequences,
    loss: Loss
  ) -> ForwardBackwardOutput {
    var logProbabilities = data.map { [Float](repeating: 0, count: $0.tokens.count) }
    for sequence in 0..<batch.count {
      for prediction in batch.predictionStarts[sequence]..<batch.predictionStarts[sequence + 1] {
        let position = batch.predictions[prediction] - batch.starts[sequence]
        logProbabilities[sequence][position] = result.logProbabilities[prediction]
      }
    }
    return ForwardBackwardOutput(
      logProbabilities: logProbabilities, loss: result.sums.loss, sums: result.sums.named(for: loss))
  }

  /// Takes a step along the accumulated gradient and clears it; see `Trainer.optimizerStep`.
  package mutating func step(_ parameters: AdamParameters) -> OptimizerStepOutput {
    if state.adapted == nil {
      let norm = rule.step(
        parameters, gradient: &gradient.values, weights: &state.weights.values, state: &state.optimizer, pool: pool)
      return OptimizerStepOutput(gradientNorm: norm)
    }
    guard var adapted = state.adapted else { return OptimizerStepOutput(gradientNorm: nil) }
    state.adapted = nil
    var adapterGradient = adapted.adapters.gradient(from: gradient)
    let norm = rule.step(
      parameters, gradient: &adapterGradient.values, weights: &adapted.adapters.values, state: &state.optimizer,
      pool: pool)
    adapted.adapters.merge(into: &state.weights, base: adapted.base)
    state.adapted = adapted
    clear()
    return OptimizerStepOutput(gradientNorm: norm)
  }

  /// Forgets the accumulated gradient.
  package mutating func clear() {
    let count = gradient.values.count
    gradient.values.withUnsafeMutablePointer { $0.update(repeating: 0, count: count) }
  }

  /// Goes on from another state of the same shapes, without a gradient.
  package mutating func restore(_ state: TrainingState) {
    self.state = state
    clear()
  }

  /// Gradients by tensor name, as `torch` would have them in `.grad`: of the adapters where there are any.
  package var gradients: [String: [Float]] {
    if let adapters = state.adapted?.adapters {
      let gradient = adapters.gradient(from: gradient)
      return Dictionary(
        uniqueKeysWithValues: gradient.tensors.compactMap { tensor in
          gradient[tensor.name].map { (tensor.name, $0) }
        })
    }
    return Dictionary(
      uniqueKeysWithValues: gradient.layout.tensors.compactMap { tensor in
        gradient[tensor.name].map { (tensor.name, $0) }
      })
  }
}

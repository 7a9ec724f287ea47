import Language
import Microcosm
import ModelBackend

/// Learning from texts: pretraining, finetuning on documents, warm-up.
///
/// The texts of an update are a pure function of its number. They are tokenised beside the update before, so that the
/// trainer does not wait for them.
struct SupervisedStage: StageLearning {
  private let stage: Stage
  private let configuration: SupervisedConfiguration
  private let trainer: any Trainer
  private let batches: Batches
  /// The batch of the next update, under preparation.
  private var prepared: (step: Int, batch: Task<[Datum], Never>)?

  /// Learns from texts.
  ///
  /// - Parameter text: text `index` of the stage.
  init(
    _ stage: Stage, _ configuration: SupervisedConfiguration, trainer: any Trainer, renderer: Renderer,
    text: @escaping @Sendable (UInt64) -> TrainingText
  ) {
    self.init(stage, configuration, trainer: trainer) { index in
      switch text(index) {
      case .document(let text):
        return Datum(text: renderer.document(text))
      case .conversation(let messages):
        let (tokens, promptLength) = renderer.transcript(messages)
        return Datum(text: tokens, promptLength: configuration.learnsPrompts ? 0 : promptLength)
      }
    }
  }

  /// Learns from what is tokens already.
  ///
  /// - Parameter datum: datum `index` of the stage.
  init(
    _ stage: Stage, _ configuration: SupervisedConfiguration, trainer: any Trainer,
    datum: @escaping @Sendable (UInt64) -> Datum
  ) {
    self.stage = stage
    self.configuration = configuration
    self.trainer = trainer
    batches = Batches(size: configuration.batchSize, datum: datum)
  }

  /// Takes one step of language modelling; `loss` is the mean over the learned tokens, in nats, whatever the
  /// backend itself averages.
  mutating func update(_ step: Int) async throws -> StageRows {
    let clock = ContinuousClock()
    let start = clock.now
    let current = prepared?.step == step ? prepared?.batch : nil
    let batch = if let current { await current.value } else { batches.batch(step) }
    prepared = step < stage.steps ? (step + 1, Task.detached { [batches] in batches.batch(step + 1) }) : nil

    let tokens = batch.reduce(0) { $0 + $1.weights.reduce(0, +) }
    let learningRate = configuration.learningRate.rate(at: step - 1, of: configuration.steps)
    let loss = Loss(.crossEntropy)
    let prepared = trainer.capabilities.prepared(batch, loss: loss, divisor: max(1, tokens))
    let output = try await trainer.forwardBackward(prepared.data, loss: loss)
    let optimized = try await trainer.optimizerStep(
      AdamParameters(
        learningRate: learningRate, beta1: configuration.beta1, beta2: configuration.beta2,
        weightDecay: configuration.weightDecay, maximumGradientNorm: configuration.maximumGradientNorm,
        gradientDivisor: prepared.gradientDivisor))
    let total = zip(batch, output.logProbabilities).reduce(0.0) { sum, pair in
      zip(pair.0.weights, pair.1).reduce(sum) { $0 - Double($1.0) * Double($1.1) }
    }
    var metrics = [
      "loss": total / Double(max(1, tokens)), "learning_rate": Double(learningRate),
      "num_tokens": Double(batch.reduce(0) { $0 + $1.tokens.count }),
      "time/step": (clock.now - start) / .seconds(1),
    ]
    metrics["grad_norm"] = optimized.gradientNorm.map(Double.init)
    return StageRows(
      metrics: metrics.map { MetricRecord(stageID: stage.id, step: step, key: $0.key, value: $0.value) })
  }
}

/// What a stage learns by update, as a trainer takes it.
private struct Batches: Sendable {
  let size: Int
  let datum: @Sendable (UInt64) -> Datum

  /// The batch of update number `step`, counted from one.
  func batch(_ step: Int) -> [Datum] {
    let first = UInt64(step - 1) * UInt64(size)
    return (first..<first + UInt64(size)).map(datum)
  }
}

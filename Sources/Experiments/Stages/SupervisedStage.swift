import Foundation
import Language
import Microcosm
import ModelBackend

/// Learning from texts: pretraining, finetuning on documents, warm-up.
///
/// Batch `n` is a pure function of `n`, so an interrupted stage goes on with the very next one.
struct SupervisedStage {
  let configuration: SupervisedConfiguration
  let renderer: Renderer
  /// Text `index` of the stage.
  let text: @Sendable (UInt64) -> TrainingText

  /// The metrics of one update.
  ///
  /// `loss` is the mean over the learned tokens, in nats.
  func update(_ trainer: any Trainer, with batch: [Datum], step: Int) async throws -> [String: Double] {
    let clock = ContinuousClock()
    let start = clock.now
    let tokens = batch.reduce(0) { $0 + $1.weights.reduce(0, +) }
    let learningRate = configuration.learningRate.rate(at: step, of: configuration.steps)
    let output = try await trainer.forwardBackward(batch, loss: Loss(.crossEntropy))
    let optimized = try await trainer.optimizerStep(
      AdamParameters(
        learningRate: learningRate, beta1: configuration.beta1, beta2: configuration.beta2,
        weightDecay: configuration.weightDecay, maximumGradientNorm: configuration.maximumGradientNorm,
        gradientDivisor: max(1, tokens)))
    var metrics = [
      "loss": output.loss / Double(max(1, tokens)), "learning_rate": Double(learningRate),
      "num_tokens": Double(batch.reduce(0) { $0 + $1.tokens.count }),
      "time/step": (clock.now - start) / .seconds(1),
    ]
    metrics["grad_norm"] = optimized.gradientNorm.map(Double.init)
    return metrics
  }

  /// The batch of update `step`, tokenised.
  func batch(_ step: Int) -> [Datum] {
    let first = UInt64(step) * UInt64(configuration.batchSize)
    return (first..<first + UInt64(configuration.batchSize)).map { index in
      switch text(index) {
      case .document(let text):
        return Datum(text: renderer.document(text))
      case .conversation(let messages):
        let (tokens, promptLength) = renderer.transcript(messages)
        return Datum(text: tokens, promptLength: configuration.learnsPrompts ? 0 : promptLength)
      }
    }
  }

  /// Starts to prepare the batch of update `step` beside the training of the one before; `nil` behind the last.
  func prepare(_ step: Int) -> Task<[Datum], Never>? {
    guard step < configuration.steps else { return nil }
    return Task.detached { batch(step) }
  }
}

import Language
import LocalEngine
import ModelBackend
import TestSupport
import Testing

/// Forward and backward against `transformers`, which reads the same checkpoint.
@Suite(.tags(.python)) struct GradientOracleTests {
  private let pool = WorkerPool(threadCount: 2)
  private let lengths = [9, 1, 70, 33, 140, 5]

  @Test("Every logit is that of transformers", arguments: Example.allCases)
  func logits(_ example: Example) async throws {
    let weights = example.weights
    let vocabulary = TokenID(example.configuration.vocabularySize)
    // One datum for every token of the vocabulary, always asking for that token, gives all log-probabilities.
    let sequence = example.data([23], seed: 1)[0].tokens
    let data = (0..<vocabulary).map { token in
      Datum(
        tokens: sequence, targets: [TokenID](repeating: token, count: 23), weights: [Float](repeating: 1, count: 23))
    }
    let oracle = try await TransformersOracle(
      LocalCheckpoint(weights: weights), steps: [data], loss: Loss(.crossEntropy),
      optimizer: AdamParameters(learningRate: 0))
    var accumulation = GradientAccumulation(TrainingState(weights: weights), pool: pool)
    let ours = try accumulation.add(data, loss: Loss(.crossEntropy)).logProbabilities.flatMap { $0 }
    let truth = try oracle["logprobs.0"]
    let largest = zip(ours, truth).map { abs($0 - $1) }.max() ?? .infinity
    #expect(largest < 1e-4)
  }

  @Test(
    "The gradient of every parameter is that of transformers, and packing changes nothing", arguments: Example.allCases)
  func gradients(_ example: Example) async throws {
    let weights = example.weights
    let data = example.data(lengths, seed: 2)
    let oracle = try await TransformersOracle(
      LocalCheckpoint(weights: weights), steps: [data], loss: Loss(.crossEntropy),
      optimizer: AdamParameters(learningRate: 0))
    var accumulation = GradientAccumulation(TrainingState(weights: weights), pool: pool)
    let output = try accumulation.add(data, loss: Loss(.crossEntropy))
    #expect(abs(output.loss - Double(try oracle["loss.0"][0])) < 1e-3)
    for (name, gradient) in accumulation.gradients {
      let distance = relativeDistance(gradient, try oracle["grad/" + name])
      #expect(distance < 1e-3, "\(name)")
    }
  }
}

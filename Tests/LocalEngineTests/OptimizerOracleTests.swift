import LocalEngine
import ModelBackend
import TestSupport
import Testing

/// Several steps of training against `torch.optim.AdamW` and `clip_grad_norm_`.
@Suite(.tags(.python)) struct OptimizerOracleTests {
  private let pool = WorkerPool(threadCount: 2)

  @Test("Weights after several steps are those of torch", arguments: [0, 0.7] as [Float])
  func steps(_ maximumNorm: Float) async throws {
    let example = Example.untied
    let steps = (0..<5).map { example.data([60, 12], seed: 40 + $0) }
    let parameters = AdamParameters(
      learningRate: 5e-3, weightDecay: 0.2, maximumGradientNorm: maximumNorm, gradientDivisor: 10)
    let oracle = try await TransformersOracle(
      LocalCheckpoint(weights: example.weights), steps: steps, loss: Loss(.crossEntropy), optimizer: parameters)
    var accumulation = GradientAccumulation(TrainingState(weights: example.weights), pool: pool)
    for (index, data) in steps.enumerated() {
      _ = try accumulation.add(data, loss: Loss(.crossEntropy))
      let norm = accumulation.step(parameters).gradientNorm ?? .infinity
      let truth = try oracle["norm.\(index)"][0]
      #expect(abs(norm - truth) < 1e-3 * truth)
      if maximumNorm > 0 { #expect(truth > maximumNorm) }
    }
    for tensor in example.weights.layout.tensors {
      let distance = relativeDistance(
        accumulation.state.weights[tensor.name]!, try oracle["weight/" + tensor.name])
      #expect(distance < 1e-3, "\(tensor.name)")
    }
  }
}

import LocalEngine
import ModelBackend
import Testing

/// Accumulating gradients and stepping along them.
@Suite struct OptimizerTests {
  private let pool = WorkerPool(threadCount: 2)

  @Test("A gradient that is added in two parts is that of the whole")
  func accumulated() throws {
    let example = Example.tied
    let data = example.data([40, 25, 31], seed: 6)
    let parameters = AdamParameters(learningRate: 1e-2, gradientDivisor: 96)
    var whole = GradientAccumulation(TrainingState(weights: example.weights), pool: pool)
    _ = try whole.add(data, loss: Loss(.crossEntropy))
    let norm = whole.step(parameters).gradientNorm
    var parts = GradientAccumulation(TrainingState(weights: example.weights), pool: pool)
    _ = try parts.add([data[0]], loss: Loss(.crossEntropy))
    _ = try parts.add(Array(data[1...]), loss: Loss(.crossEntropy))
    #expect(abs(parts.step(parameters).gradientNorm! - norm!) < 1e-5 * norm!)
    #expect(parts.gradients.values.allSatisfy { $0.allSatisfy { $0 == 0 } })
  }
}

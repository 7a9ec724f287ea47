import LocalEngine
import ModelBackend
import Testing

/// A run gives the same bytes for any number of threads.
@Suite struct DeterminismTests {
  private func train(threads: Int, lora: Bool) throws -> (weights: [[Float]], outputs: [ForwardBackwardOutput]) {
    let example = Example.groupedQueries
    let weights = example.weights
    let state =
      lora
      ? TrainingState(
        base: weights,
        adapters: try LoRAWeights(random: LoRAConfiguration(rank: 4, alpha: 8, seed: 1), for: example.configuration))
      : TrainingState(weights: weights)
    var accumulation = GradientAccumulation(state, pool: WorkerPool(threadCount: threads))
    var outputs: [ForwardBackwardOutput] = []
    for step in 0..<4 {
      let data = example.data((0..<40).map { 5 + ($0 * 37 + step * 11) % 90 }, seed: 50 + UInt64(step))
      outputs.append(try accumulation.add(data, loss: Loss(.ppo, klCoefficient: 0.1)))
      _ = accumulation.step(AdamParameters(learningRate: 1e-3, gradientDivisor: 100))
    }
    let trained = accumulation.state.weights
    return (trained.layout.tensors.map { trained[$0.name]! }, outputs)
  }

  @Test("One, two and three threads give the same bytes", arguments: [false, true])
  func threads(_ lora: Bool) throws {
    let one = try train(threads: 1, lora: lora)
    for threads in [2, 3, 2] {
      let other = try train(threads: threads, lora: lora)
      #expect(other.weights == one.weights)
      for (left, right) in zip(other.outputs, one.outputs) {
        #expect(left.logProbabilities == right.logProbabilities)
        #expect(left.loss == right.loss)
        #expect(left.sums == right.sums)
      }
    }
  }
}

import LocalEngine
import ModelBackend
import TestSupport
import Testing

/// Adapters against `peft`, which reads the same adapter directory.
@Suite(.tags(.python)) struct AdapterOracleTests {
  private let pool = WorkerPool(threadCount: 2)

  @Test(
    "Adapters' gradients, steps and merged weights are those of PEFT",
    arguments: [LoRAConfiguration.allLinear, ["q_proj", "v_proj"], ["down_proj", "up_proj", "o_proj"]])
  func training(_ targets: [String]) async throws {
    let example = Example.wideHeads
    var adapters = try LoRAWeights(
      random: LoRAConfiguration(rank: 3, alpha: 8, targetModules: targets, seed: 21), for: example.configuration)
    // B matrices that are not zero, so that A's gradients are not either.
    let noise = ModelWeights(random: example.configuration, seed: 22)
    for target in adapters.targets {
      for index in target.b.range { adapters.values[index] = noise.values[index % noise.values.count] }
    }
    let steps = (0..<3).map { example.data([50, 20], seed: 30 + $0) }
    let parameters = AdamParameters(
      learningRate: 3e-3, weightDecay: 0.1, maximumGradientNorm: 0.5, gradientDivisor: 70)
    let oracle = try await TransformersOracle(
      LocalCheckpoint(weights: example.weights, adapters: adapters), steps: steps, loss: Loss(.crossEntropy),
      optimizer: parameters)
    var accumulation = GradientAccumulation(TrainingState(base: example.weights, adapters: adapters), pool: pool)
    for (index, data) in steps.enumerated() {
      let loss = try accumulation.add(data, loss: Loss(.crossEntropy)).loss
      #expect(abs(loss - Double(try oracle["loss.\(index)"][0])) < 2e-3)
      if index == 0 {
        for (name, gradient) in accumulation.gradients {
          let distance = relativeDistance(gradient, try oracle["grad/" + name])
          #expect(distance < 1e-3, "\(name)")
        }
      }
      let norm = accumulation.step(parameters).gradientNorm ?? .infinity
      let truth = try oracle["norm.\(index)"][0]
      #expect(abs(norm - truth) < 1e-3 * truth)
    }
    let trained = try #require(accumulation.state.adapted?.adapters)
    for tensor in trained.tensors {
      let distance = relativeDistance(trained[tensor.name]!, try oracle["weight/" + tensor.name])
      #expect(distance < 1e-3, "\(tensor.name)")
    }
    for tensor in example.weights.layout.tensors {
      let distance = relativeDistance(
        accumulation.state.weights[tensor.name]!, try oracle["merged/" + tensor.name])
      #expect(distance < 1e-4, "\(tensor.name)")
    }
  }
}

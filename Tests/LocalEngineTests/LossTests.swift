import Foundation
import LocalEngine
import ModelBackend
import Testing

/// What a batch's sums mean.
@Suite struct LossTests {
  private let pool = WorkerPool(threadCount: 2)

  @Test("Sums count the positions of nonzero weight, once each")
  func sums() throws {
    let example = Example.tied
    let data = try example.policyData([30, 50], pool: pool)
    let loss = Loss(.ppo, klCoefficient: 0.1)
    var accumulation = GradientAccumulation(TrainingState(weights: example.weights), pool: pool)
    let output = try accumulation.add(data, loss: loss)
    var expected: [String: Double] = [:]
    for (datum, logProbabilities) in zip(data, output.logProbabilities) {
      for position in datum.tokens.indices {
        if datum.weights[position] == 0 {
          #expect(logProbabilities[position] == 0)
          continue
        }
        let difference = Double(logProbabilities[position] - datum.samplerLogProbabilities[position])
        let distance = Double(datum.referenceLogProbabilities[position] - logProbabilities[position])
        expected["positions", default: 0] += 1
        expected["weight", default: 0] += Double(datum.weights[position])
        expected["ratio", default: 0] += exp(difference)
        expected["logp_difference", default: 0] += abs(difference)
        expected["kl", default: 0] += exp(distance) - distance - 1
        expected["clip_low", default: 0] += exp(difference) < 0.8 && datum.advantages[position] < 0 ? 1 : 0
        expected["clip_high", default: 0] += exp(difference) > 1.2 && datum.advantages[position] > 0 ? 1 : 0
      }
    }
    #expect(expected["clip_low"] ?? 0 > 0 && expected["clip_high"] ?? 0 > 0)
    for (name, sum) in expected {
      #expect(abs((output.sums[name] ?? .infinity) - sum) < 1e-3 * max(1, abs(sum)), "\(name)")
    }
  }

  @Test("The entropy of a model without weights is that of the uniform distribution")
  func entropy() throws {
    let configuration = Example.tied.configuration
    let data = Example.tied.data([20], seed: 5)
    var accumulation = GradientAccumulation(TrainingState(weights: ModelWeights(zeros: configuration)), pool: pool)
    let output = try accumulation.add(data, loss: Loss(.crossEntropy))
    let mean = output.sums["entropy"]! / output.sums["positions"]!
    #expect(abs(mean - log(Double(configuration.vocabularySize))) < 1e-5)
  }
}

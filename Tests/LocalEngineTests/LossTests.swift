import Foundation
import LocalEngine
import ModelBackend
import Testing

/// Values and gradients of all losses against a plain implementation in `torch`.
@Suite struct LossTests {
  private let pool = WorkerPool(threadCount: 2)

  /// Sampler and reference log-probabilities close enough to the model's own that ratios lie around one.
  private func data(_ example: Example, _ lengths: [Int]) throws -> [Datum] {
    let data = example.data(lengths, seed: 3)
    var accumulation = GradientAccumulation(TrainingState(weights: example.weights), pool: pool)
    let logProbabilities = try accumulation.add(data, loss: Loss(.crossEntropy)).logProbabilities
    let noise = example.data(lengths, seed: 4)
    return data.indices.map { index in
      var datum = data[index]
      for position in datum.tokens.indices {
        let logProbability = logProbabilities[index][position]
        datum.samplerLogProbabilities[position] = logProbability + 0.3 * noise[index].advantages[position]
        datum.referenceLogProbabilities[position] = logProbability + 0.3 * data[index].advantages[position]
      }
      return datum
    }
  }

  @Test("Every loss and its gradient are those of plain torch", arguments: Loss.Kind.allCases, [0, 0.3] as [Float])
  func losses(_ kind: Loss.Kind, _ coefficient: Float) async throws {
    let example = Example.groupedQueries
    let data = try data(example, [40, 7, 90])
    let loss = Loss(kind, clipLow: 0.85, clipHigh: 1.25, klCoefficient: coefficient)
    let oracle = try await TransformersOracle(
      LocalCheckpoint(weights: example.weights), steps: [data], loss: loss, optimizer: AdamParameters(learningRate: 0))
    var accumulation = GradientAccumulation(TrainingState(weights: example.weights), pool: pool)
    let output = try accumulation.add(data, loss: loss)
    #expect(abs(output.loss - Double(try oracle["loss.0"][0])) < 1e-3)
    for (name, gradient) in accumulation.gradients {
      let distance = relativeDistance(gradient, try oracle["grad/" + name])
      #expect(distance < 1e-3, "\(name)")
    }
  }

  @Test("Sums count the positions of nonzero weight, once each")
  func sums() throws {
    let example = Example.tied
    let data = try data(example, [30, 50])
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

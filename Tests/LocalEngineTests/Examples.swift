import Language
import LocalEngine
import ModelBackend
import Statistics

/// Random models and data of every shape that matters: tied and untied, grouped queries, heads whose width has nothing
/// to do with the model's, widths that no vector register divides.
enum Example: String, CaseIterable {
  case tied
  case untied
  case groupedQueries
  case wideHeads
  case oddWidths

  var configuration: ModelConfiguration {
    switch self {
    case .tied:
      ModelConfiguration(
        vocabularySize: 61, width: 32, layerCount: 2, headCount: 2, headWidth: 16, feedForwardWidth: 48,
        initializerRange: 0.15)
    case .untied:
      ModelConfiguration(
        vocabularySize: 64, width: 32, layerCount: 2, headCount: 4, headWidth: 8, feedForwardWidth: 64,
        ropeTheta: 1_000_000, tiesEmbeddings: false, initializerRange: 0.15)
    case .groupedQueries:
      ModelConfiguration(
        vocabularySize: 70, width: 64, layerCount: 3, headCount: 4, keyValueHeadCount: 2, headWidth: 32,
        feedForwardWidth: 96, initializerRange: 0.1)
    case .wideHeads:
      ModelConfiguration(
        vocabularySize: 50, width: 24, layerCount: 2, headCount: 3, keyValueHeadCount: 1, headWidth: 64,
        feedForwardWidth: 40, normEpsilon: 1e-5, tiesEmbeddings: false, initializerRange: 0.15)
    case .oddWidths:
      ModelConfiguration(
        vocabularySize: 37, width: 20, layerCount: 2, headCount: 2, headWidth: 6, feedForwardWidth: 21,
        initializerRange: 0.2)
    }
  }

  /// Random weights, norms among them.
  var weights: ModelWeights {
    var weights = ModelWeights(random: configuration, seed: 11)
    var generator = SeededGenerator(seed: 12)
    for tensor in weights.layout.tensors where tensor.isVector {
      for index in tensor.range { weights.values[index] = Float(0.5 + generator.nextUnit()) }
    }
    return weights
  }

  /// Random sequences of the given lengths with everything that any loss needs.
  func data(_ lengths: [Int], seed: UInt64) -> [Datum] {
    let vocabulary = configuration.vocabularySize
    var generator = SeededGenerator(seed: seed)
    func tokens(_ count: Int) -> [TokenID] {
      (0..<count).map { _ in .random(in: 0..<TokenID(vocabulary), using: &generator) }
    }
    func numbers(_ count: Int, _ range: ClosedRange<Float>) -> [Float] {
      (0..<count).map { _ in .random(in: range, using: &generator) }
    }
    return lengths.map { length in
      Datum(
        tokens: tokens(length), targets: tokens(length),
        weights: numbers(length, 0.5...1.5).map { generator.nextUnit() < 0.3 ? 0 : $0 },
        advantages: numbers(length, -2...2), samplerLogProbabilities: numbers(length, -6 ... -3),
        referenceLogProbabilities: numbers(length, -6 ... -3))
    }
  }

  /// Data whose sampler and reference log-probabilities are close enough to the model's own that ratios lie around one.
  func policyData(_ lengths: [Int], pool: WorkerPool) throws -> [Datum] {
    let data = data(lengths, seed: 3)
    let noise = self.data(lengths, seed: 4)
    var accumulation = GradientAccumulation(TrainingState(weights: weights), pool: pool)
    let logProbabilities = try accumulation.add(data, loss: Loss(.crossEntropy)).logProbabilities
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
}

/// How far two lists are apart, relative to the length of the second.
func relativeDistance(_ values: [Float], _ truth: [Float]) -> Double {
  guard values.count == truth.count else { return .infinity }
  let difference = zip(values, truth).reduce(0.0) { $0 + Double(($1.0 - $1.1) * ($1.0 - $1.1)) }
  let length = truth.reduce(0.0) { $0 + Double($1 * $1) }
  return difference.squareRoot() / max(length.squareRoot(), 1e-12)
}

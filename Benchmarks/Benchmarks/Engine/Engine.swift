import Benchmark
import Foundation
import Language
import LocalEngine
import ModelBackend

/// The model of the embedded default, and work of the size that one step of its RL has.
private let configuration = ModelConfiguration(
  vocabularySize: 1500, width: 128, layerCount: 4, headCount: 4, feedForwardWidth: 384)

private let sequences: [[TokenID]] = (0..<64).map { (sequence: Int) -> [TokenID] in
  (0..<96).map { (place: Int) -> TokenID in TokenID((sequence * 131 + place * place * 17 + place) % 1500) }
}

let benchmarks: @Sendable () -> Void = {
  Benchmark.defaultConfiguration = .init(
    metrics: [.wallClock, .cpuTotal, .peakMemoryResident], warmupIterations: 2, maxDuration: .seconds(5))

  Benchmark("Training step, 64 sequences of 96 tokens") { benchmark in
    let trainer = try LocalTrainer(
      LocalCheckpoint(weights: ModelWeights(random: configuration, seed: 1)),
      savingTo: FileManager.default.temporaryDirectory)
    let data = sequences.map { Datum(text: $0) }
    benchmark.startMeasurement()
    for _ in benchmark.scaledIterations {
      try await trainer.forwardBackward(data, loss: Loss(.crossEntropy))
      await trainer.optimizerStep(AdamParameters(learningRate: 1e-4, gradientDivisor: 6_080))
    }
  }

  Benchmark("Sampling, 16 groups of 8, 60 and 50 tokens") { benchmark in
    let sampler = LocalSampler(weights: ModelWeights(random: configuration, seed: 1))
    let requests = sequences.prefix(16).map {
      SamplingRequest(prompt: Array($0.prefix(60)), count: 8, parameters: SamplingParameters(maximumTokens: 50))
    }
    benchmark.startMeasurement()
    for _ in benchmark.scaledIterations { blackHole(try await sampler.sample(requests)) }
  }

  Benchmark("Log-probabilities of 64 sequences of 96 tokens") { benchmark in
    let sampler = LocalSampler(weights: ModelWeights(random: configuration, seed: 1))
    benchmark.startMeasurement()
    for _ in benchmark.scaledIterations { blackHole(try await sampler.logProbabilities(of: sequences)) }
  }

  Benchmark("Checkpoint with optimizer, written and read") { benchmark in
    let weights = ModelWeights(random: configuration, seed: 1)
    let checkpoint = LocalCheckpoint(weights: weights, optimizer: OptimizerState(count: weights.values.count))
    let directory = FileManager.default.temporaryDirectory.appending(path: "titer-benchmark-\(UUID())")
    defer { try? FileManager.default.removeItem(at: directory) }
    benchmark.startMeasurement()
    for _ in benchmark.scaledIterations {
      try checkpoint.write(to: directory)
      blackHole(try LocalCheckpoint(contentsOf: directory))
    }
  }
}

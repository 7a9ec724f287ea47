import Foundation
import LocalEngine
import ModelBackend
import Testing

/// Training through the `Trainer`'s verbs.
@Suite struct TrainerTests {
  private let example = Example.groupedQueries

  private func trainer(in directory: URL, lora: LoRAConfiguration?) async throws -> any Trainer {
    let base = directory.appending(path: "base")
    try LocalCheckpoint(weights: example.weights).write(to: base)
    return try await LocalModelProvider(savingTo: directory, pool: WorkerPool(threadCount: 2))
      .trainer(from: CheckpointReference(base.path), lora: lora)
  }

  private func step(_ trainer: any Trainer, _ index: UInt64) async throws {
    try await trainer.forwardBackward(example.data([30, 60, 11], seed: index), loss: Loss(.crossEntropy))
    try await trainer.optimizerStep(AdamParameters(learningRate: 1e-3, weightDecay: 0.1, gradientDivisor: 100))
  }

  private func bytes(of checkpoint: CheckpointReference) throws -> [Data] {
    let directory = URL(fileURLWithPath: checkpoint.location)
    return try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted()
      .filter { $0.hasSuffix(".safetensors") }
      .map { try Data(contentsOf: directory.appending(path: $0)) }
  }

  @Test(
    "A run that is restored ends with the bytes of one that never stopped",
    arguments: [nil, LoRAConfiguration(rank: 4, alpha: 8, seed: 3)])
  func resumed(_ lora: LoRAConfiguration?) async throws {
    try await withTemporaryDirectory { directory in
      let first = try await trainer(in: directory, lora: lora)
      for index in 0..<3 { try await step(first, UInt64(index)) }
      let middle = try await first.save("middle", contents: .weightsAndOptimizer)
      for index in 3..<6 { try await step(first, UInt64(index)) }
      let end = try await first.save("end", contents: .weightsAndOptimizer)
      let second = try await trainer(in: directory, lora: lora)
      // A gradient that nobody stepped along must not survive.
      try await second.forwardBackward(example.data([20], seed: 99), loss: Loss(.crossEntropy))
      try await second.restore(middle)
      for index in 3..<6 { try await step(second, UInt64(index)) }
      let again = try await second.save("again", contents: .weightsAndOptimizer)
      #expect(try bytes(of: end) == bytes(of: again))
      #expect(try bytes(of: end) != bytes(of: middle))
    }
  }

  @Test("A sampler keeps the weights of its moment, and gives the trainer's log-probabilities")
  func sampler() async throws {
    try await withTemporaryDirectory { directory in
      let trainer = try await trainer(in: directory, lora: LoRAConfiguration(rank: 4, alpha: 8))
      try await step(trainer, 1)
      let sampler = try await trainer.sampler()
      let text = example.data([50], seed: 7)[0].tokens
      let before = try await sampler.logProbabilities(of: [text])[0]
      let trained = try await trainer.forwardBackward([Datum(text: text)], loss: Loss(.crossEntropy))
        .logProbabilities[0]
      #expect(zip(before, trained).allSatisfy { abs($0 - $1) < 1e-4 })
      try await step(trainer, 2)
      #expect(try await sampler.logProbabilities(of: [text])[0] == before)
      #expect(try await trainer.sampler().logProbabilities(of: [text])[0] != before)
    }
  }

  @Test("Checkpoints of another kind are refused")
  func mismatch() async throws {
    try await withTemporaryDirectory { directory in
      let full = try await trainer(in: directory, lora: nil)
      let adapted = try await trainer(in: directory, lora: LoRAConfiguration(rank: 4, alpha: 8))
      let adapters = try await adapted.save("adapters", contents: .weights)
      let weights = try await full.save("weights", contents: .weights)
      await #expect(throws: BackendError.self) { try await full.restore(adapters) }
      await #expect(throws: BackendError.self) { try await adapted.restore(weights) }
      await #expect(throws: BackendError.self) { try await full.save("a/b", contents: .weights) }
      await #expect(throws: BackendError.self) {
        try await LocalModelProvider(savingTo: directory)
          .trainer(from: adapters, lora: LoRAConfiguration(rank: 8, alpha: 8))
      }
    }
  }
}

import Foundation
import Language
import LocalEngine
import ModelBackend
import TestSupport
import Testing

/// Checkpoints against `safetensors`, `transformers` and `peft`.
@Suite(.tags(.python)) struct CheckpointOracleTests {
  private struct FilesQuestion: Encodable {
    var directory: String
    var read: [String]
  }

  private struct FilesAnswer: Decodable {
    struct Tensor: Decodable {
      var type: String
      var bits: [Int32]
    }
    /// Bits of single precision by type.
    var written: [String: [Int32]]
    var read: [String: [String: Tensor]]
  }

  @Test("Files of every type are read as Python reads them, and Python reads ours")
  func safetensors() async throws {
    try await withTemporaryDirectory { directory in
      let weights = Example.oddWidths.weights
      let tensors = weights.layout.tensors.map {
        SafetensorsFile.Tensor($0.name, shape: $0.shape, values: weights.values, offset: $0.offset)
      }
      let single = directory.appending(path: "single")
      let brain = directory.appending(path: "brain")
      try SafetensorsFile.write(tensors, to: single)
      try SafetensorsFile.write(tensors, format: .bfloat16, to: brain)
      let answer: FilesAnswer = try await PythonOracle.ask(
        "Oracles/safetensors_files.py", FilesQuestion(directory: directory.path, read: [single.path, brain.path]))
      for (type, bits) in answer.written {
        let file = try SafetensorsFile(contentsOf: directory.appending(path: "\(type).safetensors"))
        #expect(try file.values(of: "values", shape: [10, 100]).map { Int32(bitPattern: $0.bitPattern) } == bits)
        #expect(try file.values(of: "odd", shape: [3]) == [1, 1, 1])
      }
      #expect(answer.written.count == 3)
      let rounded = try SafetensorsFile(contentsOf: brain)
      for tensor in weights.layout.tensors {
        let theirs = try #require(answer.read[single.path]?[tensor.name])
        #expect(theirs.type == "torch.float32")
        #expect(theirs.bits == weights[tensor.name]!.map { Int32(bitPattern: $0.bitPattern) })
        let half = try #require(answer.read[brain.path]?[tensor.name])
        #expect(half.type == "torch.bfloat16")
        let ours = try rounded.values(of: tensor.name, shape: tensor.shape)
        #expect(half.bits == ours.map { Int32(bitPattern: $0.bitPattern) })
        #expect(zip(ours, weights[tensor.name]!).allSatisfy { abs($0 - $1) <= abs($1) / 256 })
      }
    }
  }

  private struct ModelsQuestion: Encodable {
    struct Checkpoint: Encodable {
      var location: String
      var base: String?
    }
    var checkpoints: [Checkpoint]
    var prompts: [[TokenID]]
    var directory: String
  }

  private struct ModelsAnswer: Decodable {
    struct Result: Decodable {
      var prompt: [TokenID]
      var logProbabilities: [Float]
      var greedy: [TokenID]
    }
    struct Model: Decodable {
      var location: String
      var results: [Result]
    }
    var opened: [Model]
    var made: [Model]
  }

  private static let prompts: [[TokenID]] = [
    [1, 2], [30, 29, 28, 27, 26, 0, 1, 2, 3], (0..<40).map { TokenID($0 * 17 % 37) },
  ]

  @Test(
    "transformers and peft open what we write and we open what they write, to the same log-probabilities and tokens")
  func models() async throws {
    try await withTemporaryDirectory { directory in
      var checkpoints: [ModelsQuestion.Checkpoint] = []
      for example in Example.allCases {
        let model = directory.appending(path: "ours/\(example)")
        try LocalCheckpoint(weights: example.weights).write(to: model)
        checkpoints.append(.init(location: model.path))
        var adapters = try LoRAWeights(
          random: LoRAConfiguration(rank: 2, alpha: 6, seed: 3), for: example.configuration)
        for target in adapters.targets {
          for index in target.b.range { adapters.values[index] = 0.3 * Float((index * 7_919) % 201 - 100) / 100 }
        }
        let place = directory.appending(path: "ours/\(example)-adapters")
        try LocalCheckpoint(weights: example.weights, adapters: adapters, base: model).write(to: place)
        checkpoints.append(.init(location: place.path, base: model.path))
      }
      let answer: ModelsAnswer = try await PythonOracle.ask(
        "Oracles/checkpoints.py",
        ModelsQuestion(
          checkpoints: checkpoints, prompts: Self.prompts, directory: directory.appending(path: "theirs").path))
      #expect(answer.opened.count == checkpoints.count)
      #expect(answer.made.count == 9)
      for model in answer.opened + answer.made { try await compare(model) }
    }
  }

  private func compare(_ model: ModelsAnswer.Model) async throws {
    let provider = LocalModelProvider(savingTo: FileManager.default.temporaryDirectory)
    let sampler = try await provider.sampler(for: CheckpointReference(model.location))
    let scores = try await sampler.logProbabilities(of: model.results.map(\.prompt))
    let completions = try await sampler.sample(
      model.results.map {
        SamplingRequest(prompt: $0.prompt, parameters: SamplingParameters(maximumTokens: 12, temperature: 0))
      })
    for (index, result) in model.results.enumerated() {
      let difference = zip(scores[index], result.logProbabilities).map { abs($0 - $1) }.max() ?? .infinity
      #expect(difference < 1e-4, "\(model.location)")
      #expect(completions[index][0].tokens == result.greedy, "\(model.location)")
    }
  }
}

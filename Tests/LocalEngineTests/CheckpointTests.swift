import Foundation
import Language
import LocalEngine
import ModelBackend
import Testing

/// Directories as the embedded engine writes and reads them. Against `transformers` and `peft`:
/// `CheckpointOracleTests`.
@Suite struct CheckpointTests {
  private func bytes(_ values: AlignedFloats) -> [UInt32] { (0..<values.count).map { values[$0].bitPattern } }

  private func optimizer(count: Int) -> OptimizerState {
    var state = OptimizerState(count: count)
    state.step = 17
    for index in 0..<count {
      state.firstMoment[index] = Float(index) * 1e-5
      state.secondMoment[index] = Float(index) * 1e-9
    }
    return state
  }

  @Test("A model comes back with the same bytes, its optimizer and the files beside it", arguments: Example.allCases)
  func model(_ example: Example) async throws {
    try await withTemporaryDirectory { directory in
      let weights = example.weights
      var state = OptimizerState(count: weights.values.count)
      state.step = 17
      for tensor in weights.layout.tensors {
        for index in tensor.range {
          state.firstMoment[index] = Float(index) * 1e-5
          state.secondMoment[index] = Float(index) * 1e-9
        }
      }
      let place = directory.appending(path: "model")
      try LocalCheckpoint(
        weights: weights, optimizer: state, companions: ["merges.txt": Data("a b\n".utf8)]
      ).write(to: place)
      let stored = try LocalCheckpoint(contentsOf: place)
      #expect(stored.weights.configuration == weights.configuration)
      #expect(bytes(stored.weights.values) == bytes(weights.values))
      let optimizer = try #require(stored.optimizer)
      #expect(optimizer.step == 17)
      #expect(bytes(optimizer.firstMoment) == bytes(state.firstMoment))
      #expect(bytes(optimizer.secondMoment) == bytes(state.secondMoment))
      #expect(stored.companions["merges.txt"] == Data("a b\n".utf8))

      let copy = directory.appending(path: "copy")
      try stored.write(to: copy)
      for name in ["model.safetensors", "optimizer.safetensors", "config.json", "generation_config.json"] {
        #expect(
          try Data(contentsOf: place.appending(path: name)) == Data(contentsOf: copy.appending(path: name)), "\(name)")
      }
    }
  }

  @Test("Adapters come back with their optimizer and find their base, also after the tree has been moved")
  func adapters() async throws {
    try await withTemporaryDirectory { directory in
      let example = Example.groupedQueries
      let tree = directory.appending(path: "tree")
      let base = tree.appending(path: "models/base")
      try LocalCheckpoint(weights: example.weights).write(to: base)
      let adapters = try LoRAWeights(
        random: LoRAConfiguration(rank: 3, alpha: 6, targetModules: ["q_proj", "down_proj"], seed: 5),
        for: example.configuration)
      let place = tree.appending(path: "runs/1/adapters")
      try LocalCheckpoint(
        weights: example.weights, adapters: adapters, optimizer: optimizer(count: adapters.values.count), base: base
      ).write(to: place)
      let moved = directory.appending(path: "moved")
      try FileManager.default.moveItem(at: tree, to: moved)
      let stored = try LocalCheckpoint(contentsOf: moved.appending(path: "runs/1/adapters"))
      #expect(stored.base?.path == moved.appending(path: "models/base").path)
      #expect(bytes(try #require(stored.adapters).values) == bytes(adapters.values))
      #expect(stored.adapters?.targets == adapters.targets)
      #expect(bytes(stored.weights.values) == bytes(example.weights.values))
      #expect(stored.optimizer?.step == 17)
    }
  }

  @Test("Adapters without their base say which model is missing and where to put it")
  func missingBase() async throws {
    try await withTemporaryDirectory { directory in
      let example = Example.tied
      let adapters = try LoRAWeights(random: LoRAConfiguration(rank: 2, alpha: 2), for: example.configuration)
      try LocalCheckpoint(
        weights: example.weights, adapters: adapters, base: directory.appending(path: "gone")
      ).write(to: directory.appending(path: "adapters"))
      let error = #expect(throws: BackendError.self) {
        try LocalCheckpoint(contentsOf: directory.appending(path: "adapters"))
      }
      #expect(error?.code == .cannotRead)
      #expect(error?.message.contains("../gone") == true)
      #expect(error?.message.contains("base_model_name_or_path") == true)
    }
  }

  @Test("A model whose tensors are not those of its configuration is refused, naming the tensor")
  func mismatch() async throws {
    try await withTemporaryDirectory { directory in
      let place = directory.appending(path: "model")
      try LocalCheckpoint(weights: Example.tied.weights).write(to: place)
      let configuration = place.appending(path: "config.json")
      let original = try String(contentsOf: configuration, encoding: .utf8)
      for (from, to, named) in [
        ("\"num_hidden_layers\" : 2", "\"num_hidden_layers\" : 3", "model.layers.2"),
        ("\"num_hidden_layers\" : 2", "\"num_hidden_layers\" : 1", "model.layers.1"),
        ("\"intermediate_size\" : 48", "\"intermediate_size\" : 47", "mlp.gate_proj"),
        ("\"tie_word_embeddings\" : true", "\"tie_word_embeddings\" : false", "lm_head.weight"),
      ] {
        try original.replacing(from, with: to).write(to: configuration, atomically: true, encoding: .utf8)
        let error = #expect(throws: BackendError.self) { try LocalCheckpoint(contentsOf: place) }
        #expect(error?.code == .mismatchedCheckpoint)
        #expect(error?.message.contains(named) == true, "\(error!)")
      }
      try "{".write(to: configuration, atomically: true, encoding: .utf8)
      #expect(throws: BackendError.self) { try LocalCheckpoint(contentsOf: place) }
    }
  }

  @Test("What cannot be written leaves nothing behind and the old directory as it was")
  func unwritable() async throws {
    try await withTemporaryDirectory { directory in
      let checkpoint = LocalCheckpoint(weights: Example.tied.weights)
      let file = directory.appending(path: "file")
      try Data().write(to: file)
      let error = #expect(throws: BackendError.self) { try checkpoint.write(to: file.appending(path: "model")) }
      #expect(error?.code == .cannotWrite)
      #expect(error?.message.contains("file/model") == true)

      let place = directory.appending(path: "model")
      try checkpoint.write(to: place)
      var other = LocalCheckpoint(weights: Example.untied.weights)
      // A directory where a file has to go makes the writing fail halfway, as a full disk does.
      other.companions = ["merges.txt/a": Data()]
      #expect(throws: BackendError.self) { try other.write(to: place) }
      #expect(try LocalCheckpoint(contentsOf: place).weights.configuration == Example.tied.configuration)
      #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted() == ["file", "model"])
    }
  }

  @Test("An attempt that was killed leaves a checkpoint that can be read and written again")
  func killed() async throws {
    try await withTemporaryDirectory { directory in
      let place = directory.appending(path: "model")
      let checkpoint = LocalCheckpoint(weights: Example.tied.weights)
      try checkpoint.write(to: place)
      // The two states in which a process can die: while filling, and between the two renamings.
      try FileManager.default.createDirectory(
        at: directory.appending(path: ".model.partial"), withIntermediateDirectories: false)
      try FileManager.default.moveItem(at: place, to: directory.appending(path: ".model.replaced"))
      var broken = checkpoint
      broken.companions = ["merges.txt/a": Data()]
      #expect(throws: BackendError.self) { try broken.write(to: place) }
      #expect(try LocalCheckpoint(contentsOf: place).weights.configuration == checkpoint.weights.configuration)
      try checkpoint.write(to: place)
      #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == ["model"])
    }
  }

  @Test("A fresh model depends on its seed alone and writes less to the residual stream the deeper it is")
  func initialization() async throws {
    try await withTemporaryDirectory { directory in
      let configuration = ModelConfiguration(
        vocabularySize: 300, width: 64, layerCount: 8, headCount: 2, feedForwardWidth: 128)
      let places = [1, 1, 2].enumerated().map { (directory.appending(path: "\($0.offset)"), UInt64($0.element)) }
      for (place, seed) in places {
        try LocalModelProvider.initialize(configuration: configuration, seed: seed, at: place)
      }
      let models = try places.map { try LocalCheckpoint(contentsOf: $0.0).weights }
      #expect(bytes(models[0].values) == bytes(models[1].values))
      #expect(bytes(models[0].values) != bytes(models[2].values))
      func deviation(_ name: String) -> Float {
        let values = models[0][name]!
        return (values.reduce(0) { $0 + $1 * $1 } / Float(values.count)).squareRoot()
      }
      #expect(abs(deviation("model.layers.3.mlp.up_proj.weight") - 0.02) < 0.001)
      #expect(abs(deviation("model.layers.3.mlp.down_proj.weight") - 0.005) < 0.0003)
      #expect(abs(deviation("model.layers.3.self_attn.o_proj.weight") - 0.005) < 0.0003)
      #expect(models[0]["model.norm.weight"] == Array(repeating: 1, count: 64))
    }
  }
}

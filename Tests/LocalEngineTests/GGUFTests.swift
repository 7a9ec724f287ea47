import Foundation
import Language
import LocalEngine
import ModelBackend
import Testing

@Suite("GGUF files")
struct GGUFTests {
  @Test("A file is whole or absent, and replaces the one that was there")
  func wholeOrAbsent() async throws {
    try await withTemporaryDirectory { directory in
      let checkpoint = try ChatExample().write(to: directory.appending(path: "model"))
      let export = try GGUFExport(checkpoint, name: "x")
      let folder = directory.appending(path: "folder")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let file = folder.appending(path: "x.gguf")
      try Data("old".utf8).write(to: file)
      try export.write(to: file)
      let first = try Data(contentsOf: file)
      #expect(first.starts(with: Data("GGUF".utf8)))
      try export.write(to: file)
      #expect(try Data(contentsOf: file) == first)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["x.gguf"])

      let nowhere = directory.appending(path: "missing/x.gguf")
      let error = #expect(throws: BackendError.self) { try export.write(to: nowhere) }
      #expect(error?.code == .cannotWrite)
      #expect(error?.message.contains(nowhere.path) == true)
      // A directory in its place is not replaced, and nothing is left beside it.
      let taken = folder.appending(path: "taken.gguf")
      try FileManager.default.createDirectory(at: taken, withIntermediateDirectories: true)
      #expect(throws: BackendError.self) { try export.write(to: taken) }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["taken.gguf", "x.gguf"])
    }
  }

  @Test("A checkpoint without a tokenizer, or with that of another model, is refused")
  func tokenizer() async throws {
    try await withTemporaryDirectory { directory in
      var checkpoint = try ChatExample().write(to: directory.appending(path: "model"))
      let missing = LocalCheckpoint(weights: checkpoint.weights)
      #expect(throws: BackendError.self) { try GGUFExport(missing, name: "x") }
      var configuration = checkpoint.weights.configuration
      configuration.vocabularySize = 100
      checkpoint.weights = ModelWeights(zeros: configuration)
      let error = #expect(throws: BackendError.self) { try GGUFExport(checkpoint, name: "x") }
      #expect(error?.code == .mismatchedCheckpoint)
      checkpoint.companions["tokenizer.json"] = Data("{}".utf8)
      #expect(throws: TokenizerError.self) { try GGUFExport(checkpoint, name: "x") }
    }
  }

  @Test("Numbers that half precision does not have are refused in it, and in no other format")
  func overflow() async throws {
    try await withTemporaryDirectory { directory in
      var checkpoint = try ChatExample().write(to: directory)
      let tensor = try #require(checkpoint.weights.layout.tensor(named: "model.layers.1.mlp.down_proj.weight"))
      for value in [65_520, Float.infinity, .nan] {
        checkpoint.weights.values[tensor.offset] = value
        let error = #expect(throws: BackendError.self) { try GGUFExport(checkpoint, name: "x", format: .float16) }
        #expect(error?.message.contains(tensor.name) == true)
        #expect(throws: Never.self) { try GGUFExport(checkpoint, name: "x", format: .bfloat16) }
      }
      checkpoint.weights.values[tensor.offset] = 65_519
      #expect(throws: Never.self) { try GGUFExport(checkpoint, name: "x", format: .float16) }
    }
  }
}

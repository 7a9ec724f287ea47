import Foundation
import Language
import LocalEngine
import ModelBackend
import TestSupport

/// A small random model in a directory, with a tokenizer that knows Qwen3's chat format.
struct TestModel {
  let directory: URL
  let renderer: Renderer
  let checkpoint: LocalCheckpoint

  /// Writes the model to `directory`.
  ///
  /// - Parameter hasChat: whether its tokenizer has the tokens of the chat format.
  init(in directory: URL, seed: UInt64 = 5, hasChat: Bool = true) throws {
    let texts = ["the cat sat on the mat", "that hat is the cat's", "Grüße an die Katze", "<think> is thought 😀"]
    let chat = Tokenizer.train(
      on: texts, vocabularySize: 290, specialTokens: ControlToken.allCases.map(\.rawValue))
    renderer = try Renderer(tokenizer: chat)
    let configuration = ModelConfiguration(
      vocabularySize: chat.vocabularySize + 5, width: 32, layerCount: 2, headCount: 4, keyValueHeadCount: 2,
      headWidth: 16, feedForwardWidth: 48, ropeTheta: 5_000, tiesEmbeddings: false, maximumLength: 512,
      initializerRange: 0.15, endTokens: renderer.stopTokens)
    try LocalModelProvider.initialize(configuration: configuration, seed: seed, renderer: renderer, at: directory)
    if !hasChat {
      try Tokenizer.train(on: texts, vocabularySize: 280, specialTokens: ["<|endoftext|>"])
        .write(to: directory.appending(path: "tokenizer.json"))
    }
    checkpoint = try LocalCheckpoint(contentsOf: directory)
    self.directory = directory
  }
}

/// Calls `body` with an empty directory that is gone afterwards.
func withTemporaryDirectory<Result>(_ body: (URL) async throws -> Result) async throws -> Result {
  let directory = FileManager.default.temporaryDirectory.appending(path: "titer-service-\(UUID())")
  try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: directory) }
  return try await body(directory)
}

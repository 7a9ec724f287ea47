import Foundation
import Language
import LocalEngine
import ModelBackend

/// A random model that has a tokenizer, and fewer tokens than rows.
struct ChatExample {
  let renderer: Renderer
  let configuration: ModelConfiguration

  init(tiesEmbeddings: Bool = true) throws {
    let texts = ["the cat sat on the mat", "that hat is the cat's", "Grüße an die Katze"]
    let tokenizer = Tokenizer.train(
      on: texts, vocabularySize: 275, specialTokens: ControlToken.allCases.map(\.rawValue))
    renderer = try Renderer(tokenizer: tokenizer)
    configuration = ModelConfiguration(
      vocabularySize: tokenizer.vocabularySize + 5, width: 32, layerCount: 2, headCount: 4, keyValueHeadCount: 2,
      headWidth: 16, feedForwardWidth: 48, ropeTheta: 5_000, normEpsilon: 1e-5, tiesEmbeddings: tiesEmbeddings,
      maximumLength: 96, initializerRange: 0.15, endTokens: renderer.stopTokens)
  }

  /// Writes the model's directory.
  @discardableResult
  func write(to directory: URL) throws -> LocalCheckpoint {
    try LocalModelProvider.initialize(configuration: configuration, seed: 5, renderer: renderer, at: directory)
    return try LocalCheckpoint(contentsOf: directory)
  }
}

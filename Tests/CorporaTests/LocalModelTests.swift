import Corpora
import Foundation
import Language
import LocalEngine
import ModelBackend
import Testing

@Suite("A corpus by the embedded engine")
struct LocalModelTests {
  /// A model of random weights over its own tokenizer, as it comes from disk.
  private func model(in directory: URL) async throws -> any ChatModel {
    let tokenizer = Tokenizer.train(
      on: ["the sea rises twice a day and a keeper writes it down"], vocabularySize: 300,
      specialTokens: ControlToken.allCases.map(\.rawValue))
    let renderer = try Renderer(tokenizer: tokenizer)
    let configuration = ModelConfiguration(
      vocabularySize: tokenizer.vocabularySize, width: 16, layerCount: 1, headCount: 2, headWidth: 8,
      feedForwardWidth: 16, maximumLength: 16_384)
    let checkpoint = try LocalModelProvider.initialize(
      configuration: configuration, seed: 1, renderer: renderer, at: directory.appending(path: "model"))
    let sampler = try await LocalModelProvider(savingTo: directory).sampler(for: checkpoint)
    return RenderedChatModel(name: "random", sampler: sampler, renderer: renderer)
  }

  /// Has ideas by itself, because noise has none, and leaves everything else to another model.
  private struct Imaginative: ChatModel {
    let model: any ChatModel
    var name: String { model.name }

    func replies(to request: ChatRequest) async throws -> [ChatReply] {
      guard request.messages.last?.content.contains("JSON array") == true else {
        return try await model.replies(to: request)
      }
      return [ChatReply(content: "[\"A visitor's story\", \"A keeper's memory\"]")]
    }
  }

  @Test("goes through every stage with a model that writes noise, loses nothing, and asks nothing twice")
  func noise() async throws {
    try await withTemporaryDirectory { url in
      let model = Imaginative(model: try await model(in: url))
      let recipe = Tides.recipe(briefs: 2)
      let directory = CorpusDirectory(url.appending(path: "corpus"))
      let generator = try CorpusGenerator(universe: Tides.universe(), recipe: recipe, model: model)
      let report = try await generator.generate(in: directory)
      #expect(report.accepted == 0)
      #expect(report.rejected.values.reduce(0, +) == recipe.documentCount)
      #expect(report.rejected["missing-ideas"] == nil)
      let drafts = try #require(report.stages["draft"])
      #expect(drafts.asked == 8 && drafts.missing == 0 && drafts.completionTokens > 8 && drafts.unreported == 0)
      let corpus = try Data(contentsOf: directory.rejected)
      let again = try await generator.generate(in: directory)
      #expect(again.stages.values.allSatisfy { $0.asked == 0 && $0.missing == 0 })
      #expect(try Data(contentsOf: directory.rejected) == corpus)
    }
  }

  @Test("does without ideas where the model has none: the documents are missing, not forgotten")
  func noIdeas() async throws {
    try await withTemporaryDirectory { url in
      var recipe = Tides.recipe(briefs: 2)
      recipe.ideaAttempts = 2
      let generator = try CorpusGenerator(
        universe: Tides.universe(), recipe: recipe, model: try await model(in: url))
      let report = try await generator.generate(in: CorpusDirectory(url.appending(path: "corpus")))
      #expect(report.rejected == ["missing-ideas": recipe.documentCount])
      #expect(report.stages["ideas"]?.unreadable == 4)
    }
  }
}

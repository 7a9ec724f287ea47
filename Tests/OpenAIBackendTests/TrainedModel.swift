import Foundation
import Language
import LocalEngine
import ModelBackend

/// A small model that has learned a few conversations by heart, so that its greedy answers hang on no rounding.
struct TrainedModel {
  static let conversations: [[Message]] = [
    [
      Message(.user, "Which season brings snow?"),
      Message(.assistant, "Winter brings snow.", reasoning: "Snow falls when it is cold."),
    ],
    [
      Message(.system, "You are brief."), Message(.user, "Name a river."),
      Message(.assistant, "The Elbe.", reasoning: "Rivers flow to the sea. The Elbe is one."),
    ],
    [
      Message(.user, "Grüße! 12 + 1?"),
      Message(.assistant, "13, natürlich.", reasoning: "Twelve and one.\n\nThirteen."),
    ],
  ]

  let checkpoint: LocalCheckpoint
  let renderer: Renderer

  /// Trains it and writes it to `directory`.
  init(in directory: URL, maximumLength: Int = 256) async throws {
    let texts = Self.conversations.flatMap { $0 }.flatMap { [$0.content, $0.reasoning ?? ""] }
    let tokenizer = Tokenizer.train(
      on: texts + texts, vocabularySize: 320, specialTokens: ControlToken.allCases.map(\.rawValue))
    let renderer = try Renderer(tokenizer: tokenizer)
    let configuration = ModelConfiguration(
      vocabularySize: tokenizer.vocabularySize, width: 64, layerCount: 2, headCount: 4, keyValueHeadCount: 2,
      headWidth: 32, feedForwardWidth: 128, maximumLength: maximumLength, endTokens: renderer.stopTokens)
    let base = directory.appending(path: "base")
    try LocalModelProvider.initialize(configuration: configuration, seed: 3, renderer: renderer, at: base)
    let trainer = try LocalTrainer(LocalCheckpoint(contentsOf: base), savingTo: directory)
    let data = Self.conversations.map { conversation in
      let (tokens, promptLength) = renderer.transcript(conversation)
      return Datum(text: tokens, promptLength: promptLength)
    }
    for _ in 0..<150 {
      try await trainer.forwardBackward(data, loss: Loss(.crossEntropy))
      await trainer.optimizerStep(AdamParameters(learningRate: 3e-3, gradientDivisor: 60))
    }
    let saved = try await trainer.save("trained", contents: .weights)
    checkpoint = try LocalCheckpoint(contentsOf: URL(fileURLWithPath: saved.location))
    self.renderer = renderer
  }
}

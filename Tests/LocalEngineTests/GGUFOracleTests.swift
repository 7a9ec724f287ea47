import Foundation
import Language
import LocalEngine
import ModelBackend
import TestSupport
import Testing

/// GGUF files against `gguf`, the package of the format's authors.
@Suite(.tags(.python)) struct GGUFOracleTests {
  private struct Question: Encodable {
    var file: String
    var model: String
  }

  private struct Answer: Decodable {
    var wrong: [String]
    var types: [String]
    var numbers: [String: Double]
    var texts: [String: String]
    var tokens: [String]
    var merges: [String]
    var tokenTypes: [Int]
  }

  @Test("gguf reads what we write: every tensor to the bit in every format, adapters merged, and the tokenizer")
  func files() async throws {
    try await withTemporaryDirectory { directory in
      var questions: [Question] = []
      func export(_ checkpoint: LocalCheckpoint, like model: URL, _ format: ElementFormat) throws {
        let file = directory.appending(path: "\(model.lastPathComponent)-\(questions.count).gguf")
        try GGUFExport(checkpoint, name: "organism", format: format).write(to: file)
        questions.append(Question(file: file.path, model: model.path))
      }
      for tied in [true, false] {
        let model = directory.appending(path: "model-\(tied)")
        let checkpoint = try ChatExample(tiesEmbeddings: tied).write(to: model)
        for format in ElementFormat.allCases { try export(checkpoint, like: model, format) }
      }
      let base = directory.appending(path: "model-true")
      let checkpoint = try LocalCheckpoint(contentsOf: base)
      var adapters = try LoRAWeights(
        random: LoRAConfiguration(rank: 2, alpha: 6, seed: 3), for: checkpoint.weights.configuration)
      for target in adapters.targets {
        for index in target.b.range { adapters.values[index] = 0.3 * Float((index * 7_919) % 201 - 100) / 100 }
      }
      let place = directory.appending(path: "adapters")
      try LocalCheckpoint(weights: checkpoint.weights, adapters: adapters, base: base).write(to: place)
      let merged = directory.appending(path: "merged")
      try LocalCheckpoint(weights: adapters.merged(into: checkpoint.weights)).write(to: merged)
      try export(LocalCheckpoint(contentsOf: place), like: merged, .float32)

      let answers: [Answer] = try await PythonOracle.ask("Oracles/gguf_file.py", questions)
      #expect(answers.map(\.wrong) == Array(repeating: [], count: 7))
      #expect(answers.map(\.types) == [["F32"], ["BF16"], ["F16"], ["F32"], ["BF16"], ["F16"], ["F32"]])
      let tokenizer = try JSONDecoder().decode(
        TokenizerContents.self, from: Data(contentsOf: base.appending(path: "tokenizer.json")))
      let merges = tokenizer.model.merges.map { $0.joined(separator: " ") }
      for answer in answers { try expectTokenizer(answer, merges: merges) }
    }
  }

  private struct TokenizerContents: Decodable {
    struct Model: Decodable {
      var merges: [[String]]
    }
    var model: Model
  }

  private func expectTokenizer(_ answer: Answer, merges: [String]) throws {
    let example = try ChatExample()
    let tokenizer = example.renderer.tokenizer
    let count = tokenizer.vocabularySize
    #expect(answer.tokens.count == count + 5)
    #expect(answer.tokens.prefix(count) == (0..<count).map { tokenizer.token(of: TokenID($0)) ?? "" }[...])
    #expect(answer.merges.count == count - 256 - 5)
    #expect(answer.merges == merges)
    // Normal ones; three that steer and two tags; rows without a token.
    #expect(answer.tokenTypes == Array(repeating: 1, count: count - 5) + [3, 3, 3, 4, 4] + [5, 5, 5, 5, 5])
    let ids = ControlToken.allCases.map { Double(tokenizer.id(of: $0.rawValue) ?? -1) }
    #expect(answer.numbers["tokenizer.ggml.eos_token_id"] == ids[2])
    #expect(answer.numbers["tokenizer.ggml.padding_token_id"] == ids[0])
    #expect(answer.numbers["tokenizer.ggml.bos_token_id"] == ids[0])
    #expect(answer.texts["tokenizer.chat_template"] == ChatTemplate.jinja)
    #expect(answer.texts["tokenizer.ggml.pre"] == "qwen2")
    #expect(answer.numbers["qwen3.attention.head_count_kv"] == 2)
    #expect(answer.numbers["qwen3.attention.key_length"] == 16)
    #expect(answer.numbers["qwen3.rope.freq_base"] == 5_000)
    #expect(answer.numbers["qwen3.context_length"] == 96)
  }
}

import Foundation
import Language
import Testing

@Suite("Tokenizer files")
struct TokenizerFileTests {
  private let tokenizer = Tokenizer.train(on: Corpus.texts, vocabularySize: 400)

  @Test("What is written reads back the same")
  func roundTrip() async throws {
    try await withTemporaryDirectory { directory in
      let url = directory.appending(path: "tokenizer.json")
      try tokenizer.write(to: url)
      let reread = try Tokenizer(contentsOf: url)
      let again = directory.appending(path: "again.json")
      try reread.write(to: again)
      #expect(try Data(contentsOf: url) == Data(contentsOf: again))
      #expect(reread.addedTokens == tokenizer.addedTokens)
    }
  }

  /// What is done to a good file, and what the error then says beside the file's name.
  struct Damage: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var code: TokenizerError.Code
    var hint: String
    var change: @Sendable (inout [String: Any]) -> Void

    init(
      _ description: String, _ code: TokenizerError.Code, _ hint: String,
      change: @escaping @Sendable (inout [String: Any]) -> Void
    ) {
      testDescription = description
      self.code = code
      self.hint = hint
      self.change = change
    }
  }

  static let damages = [
    Damage("no merges", .malformed, "model.merges is missing") { edit(&$0, "model") { $0["merges"] = nil } },
    Damage("no vocabulary", .malformed, "model.vocab is missing") { edit(&$0, "model") { $0["vocab"] = nil } },
    Damage("no model", .malformed, "model is missing") { $0["model"] = nil },
    Damage("no added tokens", .malformed, "added_tokens is missing") { $0["added_tokens"] = nil },
    Damage("merges of another type", .malformed, "model.merges") { edit(&$0, "model") { $0["merges"] = "a b" } },
    Damage("a merge of three", .malformed, "model.merges[1]") {
      edit(&$0, "model") { $0["merges"] = [["a", "b"], ["a", "b", "c"]] }
    },
    Damage("a merge of strangers", .malformed, "model.merges[0] needs the token \"zq\"") {
      edit(&$0, "model") { $0["merges"] = [["zq", "a"]] }
    },
    Damage("an identifier twice", .malformed, "added_tokens[0] gives the identifier 0 to both") {
      $0["added_tokens"] = [
        [
          "id": 0, "content": "<x>", "single_word": false, "lstrip": false, "rstrip": false, "normalized": false,
          "special": true,
        ]
      ]
    },
    Damage("an identifier out of range", .malformed, "model.vocab has the identifier -3") {
      edit(&$0, "model") { edit(&$0, "vocab") { $0["zq"] = -3 } }
    },
    Damage("a byte too few", .malformed, "model.vocab lacks \"Ġ\"") {
      edit(&$0, "model") {
        edit(&$0, "vocab") { $0["Ġ"] = nil }
        $0["merges"] = [[String]]()
      }
    },
    Damage("another model", .unsupported, "model.type must be BPE and is WordPiece") {
      edit(&$0, "model") { $0["type"] = "WordPiece" }
    },
    Damage("another normalizer", .unsupported, "normalizer.type must be NFC and is NFKC") {
      $0["normalizer"] = ["type": "NFKC"]
    },
    Damage("no pre-tokenizer", .unsupported, "pre_tokenizer") { $0["pre_tokenizer"] = NSNull() },
    Damage("another pattern", .unsupported, "pre_tokenizer.pretokenizers[0].pattern") {
      edit(&$0, "pre_tokenizer") {
        $0["pretokenizers"] = [
          ["type": "Split", "pattern": ["Regex": "\\w+"], "behavior": "Isolated", "invert": false],
          ["type": "ByteLevel", "add_prefix_space": false, "use_regex": false],
        ]
      }
    },
    Damage("another decoder", .unsupported, "decoder.type must be ByteLevel") { $0["decoder"] = NSNull() },
    Damage("a template behind", .unsupported, "post_processor.type") {
      $0["post_processor"] = ["type": "TemplateProcessing"]
    },
  ]

  @Test("A file that cannot be used is an error that names the file and the key", arguments: damages)
  func damaged(_ damage: Damage) async throws {
    try await withTemporaryDirectory { directory in
      let url = directory.appending(path: "tokenizer.json")
      try tokenizer.write(to: url)
      let json = try JSONSerialization.jsonObject(with: Data(contentsOf: url))
      var object = try #require(json as? [String: Any])
      damage.change(&object)
      try JSONSerialization.data(withJSONObject: object).write(to: url)
      let error = #expect(throws: TokenizerError.self) { try Tokenizer(contentsOf: url) }
      #expect(error?.code == damage.code)
      #expect(error?.message.contains(url.path) == true)
      #expect(error?.message.contains(damage.hint) == true, "\(error?.message ?? "")")
    }
  }

  @Test("A truncated file and a missing one are errors that name the file")
  func unreadable() async throws {
    try await withTemporaryDirectory { directory in
      let url = directory.appending(path: "tokenizer.json")
      let missing = #expect(throws: TokenizerError.self) { try Tokenizer(contentsOf: url) }
      #expect(missing?.code == .cannotRead)
      #expect(missing?.message.contains(url.path) == true)
      try tokenizer.write(to: url)
      try Data(contentsOf: url).dropLast(100).write(to: url)
      let truncated = #expect(throws: TokenizerError.self) { try Tokenizer(contentsOf: url) }
      #expect(truncated?.code == .malformed)
      #expect(truncated?.message.contains(url.path) == true)
      let elsewhere = directory.appending(path: "nowhere/tokenizer.json")
      let unwritable = #expect(throws: TokenizerError.self) { try tokenizer.write(to: elsewhere) }
      #expect(unwritable?.code == .cannotWrite)
    }
  }
}

/// Changes the object under a key.
private func edit(_ object: inout [String: Any], _ key: String, _ change: (inout [String: Any]) -> Void) {
  guard var inner = object[key] as? [String: Any] else { return }
  change(&inner)
  object[key] = inner
}

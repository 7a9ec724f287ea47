import Foundation
import Language
import TestSupport
import Testing

/// The tokenizer against Hugging Face `tokenizers`.
@Suite("Hugging Face tokenizers", .tags(.python))
struct HuggingFaceTests {
  private struct EncodingQuestion: Encodable {
    var tokenizer: String
    var saved: String
    var texts: [String]
    var tokens: [[TokenID]]
  }

  private struct EncodingAnswer: Decodable {
    var encoded: [[TokenID]]
    var encodedAsText: [[TokenID]]
    var decoded: [String]
    var decodedWithoutSpecial: [String]
  }

  private struct NewToken: Encodable {
    var content: String
    var special = true
    var normalized = false
    var lstrip = false
    var rstrip = false
    var single_word = false

    static let control = ControlToken.allCases.map { NewToken(content: $0.rawValue, special: $0.isSpecial) }

    /// One for every flag, and one whose character is also the spelling of a byte.
    static let flagged = [
      NewToken(content: "<left>", lstrip: true), NewToken(content: "<right>", rstrip: true),
      NewToken(content: "hello", special: false, single_word: true),
      NewToken(content: "<é>", special: false, normalized: true), NewToken(content: "é", special: false),
      NewToken(content: "<|im_start|><|im_start|>"),
    ]
  }

  private struct TrainingQuestion: Encodable {
    var texts: [String]
    var pattern = """
      (?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\
      \\s+(?!\\S)|\\s+
      """
    var vocabularySize = 900
    var minimumFrequency = 1
    var addedTokens: [NewToken] = NewToken.control
    var mergesAsText = false
    var path: String
  }

  @Test("Of 10,000 random texts our tokenizer gives the same tokens as theirs, and the same texts of random tokens")
  func trainedHere() async throws {
    try await withTemporaryDirectory { directory in
      let tokenizer = Tokenizer.train(on: Corpus.texts, vocabularySize: 900, minimumFrequency: 1)
      let url = directory.appending(path: "tokenizer.json")
      try tokenizer.write(to: url)
      try await expectAgreement(tokenizer, url)
    }
  }

  @Test("A tokenizer of theirs gives the same here, whichever way its merges are written", arguments: [false, true])
  func trainedThere(mergesAsText: Bool) async throws {
    try await withTemporaryDirectory { directory in
      let url = directory.appending(path: "tokenizer.json")
      let question = TrainingQuestion(texts: Corpus.texts, mergesAsText: mergesAsText, path: url.path)
      let _: [String: TokenID] = try await PythonOracle.ask("Oracles/train.py", question)
      try await expectAgreement(try Tokenizer(contentsOf: url), url)
    }
  }

  @Test("Every flag of an added token means the same")
  func flags() async throws {
    try await withTemporaryDirectory { directory in
      let url = directory.appending(path: "tokenizer.json")
      let tokens = NewToken.control + NewToken.flagged
      let question = TrainingQuestion(texts: Corpus.texts, addedTokens: tokens, path: url.path)
      let _: [String: TokenID] = try await PythonOracle.ask("Oracles/train.py", question)
      let fragments = RandomText.fragments + NewToken.flagged.map(\.content) + [" ", "\u{3000}", "_", "<e\u{301}>"]
      try await expectAgreement(try Tokenizer(contentsOf: url), url, fragments: fragments)
    }
  }

  @Test("Their trainer learns the same merges from the same texts")
  func trainer() async throws {
    try await withTemporaryDirectory { directory in
      var random = RandomText(seed: 5)
      let odd = (0..<500).map { _ in random.next() }.filter { !$0.contains("<") }
      let question = TrainingQuestion(
        texts: Corpus.texts + odd, vocabularySize: 1_200, minimumFrequency: 2, addedTokens: [],
        path: directory.appending(path: "tokenizer.json").path)
      let vocabulary: [String: TokenID] = try await PythonOracle.ask("Oracles/train.py", question)
      let ours = Tokenizer.train(on: question.texts, vocabularySize: 1_200, specialTokens: [])
      let theirs = try Tokenizer(contentsOf: URL(fileURLWithPath: question.path))
      #expect(ours.vocabularySize == vocabulary.count)
      try ours.write(to: directory.appending(path: "ours.json"))
      try theirs.write(to: directory.appending(path: "theirs.json"))
      let files = try ["ours.json", "theirs.json"].map { try Data(contentsOf: directory.appending(path: $0)) }
      #expect(files[0] == files[1])
    }
  }

  /// Both ways, with and without special tokens, streamed, and saved by them again.
  private func expectAgreement(
    _ tokenizer: Tokenizer, _ url: URL, fragments: [String] = RandomText.fragments
  ) async throws {
    var random = RandomText(seed: 1, fragments: fragments)
    let texts = (0..<10_000).map { _ in random.next() }
    let tokens = (0..<10_000).map { _ in random.tokens(below: tokenizer.vocabularySize) }
    let saved = url.deletingLastPathComponent().appending(path: "saved.json")
    let answer: EncodingAnswer = try await PythonOracle.ask(
      "Oracles/encode.py", EncodingQuestion(tokenizer: url.path, saved: saved.path, texts: texts, tokens: tokens))
    expectEqual(texts.map { tokenizer.encode($0) }, answer.encoded, of: texts)
    expectEqual(texts.map { tokenizer.encode($0, allowingSpecialTokens: false) }, answer.encodedAsText, of: texts)
    let decoded = try tokens.map { try tokenizer.decode($0) }
    expectEqual(decoded.map(\.scalarValues), answer.decoded.map(\.scalarValues), of: tokens)
    expectEqual(
      try tokens.map { try tokenizer.decode($0, skippingSpecialTokens: true).scalarValues },
      answer.decodedWithoutSpecial.map(\.scalarValues), of: tokens)
    #expect(answer.decoded.count { $0.unicodeScalars.contains("\u{FFFD}") } > 1_000)

    let rewritten = url.deletingLastPathComponent().appending(path: "rewritten.json")
    try tokenizer.write(to: rewritten)
    let reread = try Tokenizer(contentsOf: saved)
    #expect(reread.addedTokens == tokenizer.addedTokens)
    #expect(texts.prefix(1_000).allSatisfy { reread.encode($0) == tokenizer.encode($0) })
  }

  private func expectEqual<Value: Equatable, Subject>(
    _ ours: [Value], _ theirs: [Value], of subjects: [Subject], sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let different = zip(subjects, zip(ours, theirs)).filter { $1.0 != $1.1 }
    #expect(ours.count == theirs.count, sourceLocation: sourceLocation)
    #expect(
      different.isEmpty, "\(different.count) differ, the first: \(String(reflecting: different.first))",
      sourceLocation: sourceLocation)
  }
}

extension String {
  /// What tells apart strings that Swift holds for equal because they are canonically equivalent.
  fileprivate var scalarValues: [UInt32] { unicodeScalars.map(\.value) }
}

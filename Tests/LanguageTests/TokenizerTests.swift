import Language
import Testing

@Suite("Tokenizer")
struct TokenizerTests {
  private let tokenizer = Tokenizer.train(on: Corpus.texts, vocabularySize: 600, minimumFrequency: 1)

  /// Without the marks whose order Swift's own equality gets wrong.
  private static let fragments = RandomText.fragments.filter { !$0.unicodeScalars.contains("\u{F73}") }

  @Test("What is encoded decodes to itself, in its composed form")
  func roundTrip() throws {
    var random = RandomText(seed: 2, fragments: Self.fragments)
    for _ in 0..<1_000 {
      let text = random.next()
      // Swift's equality of strings is canonical equivalence.
      #expect(try tokenizer.decode(tokenizer.encode(text)) == text)
    }
    #expect(try tokenizer.decode(tokenizer.encode("e\u{301}")).unicodeScalars.count == 1)
    #expect(tokenizer.encode("").isEmpty)
  }

  @Test("Training shortens the text that it saw to less than half, and text like it")
  func compression() {
    let text = Corpus.texts.joined(separator: "\n")
    #expect(tokenizer.encode(text).count < text.utf8.count / 2)
    #expect(tokenizer.encode("the names of the ships").count <= 10)
  }

  @Test("The same texts in any order give the same tokenizer, and as many tokens as were asked for")
  func determinism() {
    let other = Tokenizer.train(on: Corpus.texts.reversed(), vocabularySize: 600, minimumFrequency: 1)
    #expect(tokenizer.vocabularySize == 600)
    for token in 0..<TokenID(600) { #expect(tokenizer.token(of: token) == other.token(of: token)) }
    let exhausted = Tokenizer.train(on: ["ab ab"], vocabularySize: 700, specialTokens: [])
    #expect(exhausted.vocabularySize == 257)
  }

  @Test("Of equal merges the first learned and the leftmost comes first, however long the word")
  func longWords() throws {
    let tokenizer = Tokenizer.train(on: ["aaaa aaaa ab"], vocabularySize: 257, minimumFrequency: 1, specialTokens: [])
    let pair = try #require(tokenizer.id(of: "aa"))
    let single = try #require(tokenizer.id(of: "a"))
    #expect(tokenizer.encode("aaaaa") == [pair, pair, single])
    #expect(tokenizer.encode(String(repeating: "a", count: 20_001)) == Array(repeating: pair, count: 10_000) + [single])
  }

  @Test("Special tokens are found only where that is allowed; the tags of reasoning always")
  func specialTokens() throws {
    let end = try #require(tokenizer.id(of: "<|im_end|>"))
    let think = try #require(tokenizer.id(of: "<think>"))
    #expect(tokenizer.encode("a<|im_end|>b").contains(end))
    #expect(!tokenizer.encode("a<|im_end|>b", allowingSpecialTokens: false).contains(end))
    #expect(tokenizer.encode("a<think>b", allowingSpecialTokens: false).contains(think))
    #expect(try tokenizer.decode([end, think], skippingSpecialTokens: true) == "<think>")
    #expect(tokenizer.addedTokens.map(\.id) == Array(595..<600))
  }

  @Test("An unknown token is an error that names it", arguments: [600, -1, .max])
  func unknownToken(_ token: TokenID) throws {
    let error = #expect(throws: TokenizerError.self) { try tokenizer.decode([token]) }
    #expect(error?.code == .unknownToken)
    #expect(error?.message.contains("\(token)") == true)
    var decoder = IncrementalDecoder(tokenizer)
    #expect(throws: TokenizerError.self) { try decoder.append(token) }
    #expect(tokenizer.token(of: token) == nil)
  }

  @Test("A stream adds up to the whole text and never shows half a character")
  func stream() throws {
    var random = RandomText(seed: 3, fragments: Self.fragments)
    for _ in 0..<1_000 {
      let text = random.next()
      var decoder = IncrementalDecoder(tokenizer)
      let pieces = try tokenizer.encode(text).map { try decoder.append($0) }
      #expect(pieces.joined() + decoder.finish() == text)
      #expect(text.unicodeScalars.contains("\u{FFFD}") || !pieces.joined().unicodeScalars.contains("\u{FFFD}"))
    }
    for _ in 0..<1_000 {
      let tokens = random.tokens(below: 600)
      var decoder = IncrementalDecoder(tokenizer)
      let pieces = try tokens.map { try decoder.append($0) }
      #expect(Array((pieces.joined() + decoder.finish()).utf8) == Array(try tokenizer.decode(tokens).utf8))
    }
  }

  @Test("A stream shows each character as soon as its last byte is there")
  func promptStream() throws {
    let bytes = Tokenizer.train(on: [], vocabularySize: 256, specialTokens: [])
    var decoder = IncrementalDecoder(bytes)
    #expect(try bytes.encode("a…b").map { try decoder.append($0) } == ["a", "", "", "…", "b"])
    #expect(decoder.finish().isEmpty)
    for token in bytes.encode("…").dropLast() { #expect(try decoder.append(token).isEmpty) }
    #expect(decoder.finish() == "\u{FFFD}")
  }

  @Test("Many may encode at once with the same tokenizer")
  func concurrency() async {
    let tokenizer = self.tokenizer
    let expected = Corpus.texts.map { tokenizer.encode($0) }
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<8 {
        group.addTask { (0..<50).allSatisfy { _ in Corpus.texts.map { tokenizer.encode($0) } == expected } }
      }
      for await isEqual in group { #expect(isEqual) }
    }
  }
}

extension Tokenizer {
  /// The tokens of `text`.
  ///
  /// - Parameter allowingSpecialTokens: whether the text of a special token becomes that token. Give `false` for text
  ///   that others wrote, so that nobody can end a turn from within it. Added tokens that are not special, `<think>`
  ///   among them, are found either way.
  /// - Complexity: O(*n*) for words that were seen before, O(*n* log *n*) for a new word of *n* bytes.
  public func encode(_ text: String, allowingSpecialTokens: Bool = true) -> [TokenID] {
    let (tokens, newWords) = encode(text, allowingSpecialTokens: allowingSpecialTokens, knowing: cache.snapshot())
    if !newWords.isEmpty { cache.learn(newWords) }
    return tokens
  }

  private func encode(
    _ text: String, allowingSpecialTokens: Bool, knowing words: WordTable
  ) -> (tokens: [TokenID], newWords: WordTable) {
    var writer = TokenWriter(tokenizer: self, words: words)
    forEachPiece(of: text, rawMatcher, allowingSpecialTokens, { writer.append($0) }) { text in
      let text = isNormalizing ? Normalization.composed(text) : text
      forEachPiece(of: text, normalizedMatcher, allowingSpecialTokens, { writer.append($0) }) { writer.append($0) }
    }
    return (writer.tokens, writer.newWords)
  }

  private func forEachPiece(
    of text: String, _ matcher: AddedTokenMatcher, _ allowingSpecialTokens: Bool, _ token: (TokenID) -> Void,
    _ rest: (String) -> Void
  ) {
    var text = text
    let pieces = text.withUTF8 { matcher.pieces(of: $0, allowingSpecialTokens: allowingSpecialTokens) }
    if pieces.count == 1, pieces[0].token == nil {
      rest(text)
      return
    }
    text.withUTF8 { utf8 in
      for piece in pieces {
        if let id = piece.token {
          token(id)
        } else {
          rest(String(decoding: utf8[piece.bytes], as: UTF8.self))
        }
      }
    }
  }
}

/// Collects the tokens of a text, and the words on the way that were not known.
private struct TokenWriter {
  private(set) var tokens: [TokenID] = []
  private(set) var newWords = WordTable()
  private let tokenizer: Tokenizer
  private let words: WordTable
  private var merger: WordMerger

  init(tokenizer: Tokenizer, words: WordTable) {
    self.tokenizer = tokenizer
    self.words = words
    merger = WordMerger(merges: tokenizer.merges, byteTokens: tokenizer.byteTokens)
  }

  mutating func append(_ token: TokenID) {
    tokens.append(token)
  }

  mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { utf8 in
      var scanner = WordScanner(utf8)
      while let range = scanner.next() { append(utf8[range]) }
    }
  }

  private mutating func append(_ word: Slice<UnsafeBufferPointer<UInt8>>) {
    guard word.count <= WordTable.longestWord else {
      merge(word)
      return
    }
    let hash = WordTable.hash(word)
    if let known = words.tokens(of: word, hash: hash) ?? newWords.tokens(of: word, hash: hash) {
      tokens.append(contentsOf: known)
      return
    }
    let start = tokens.count
    merge(word)
    newWords.insert(word, hash: hash, tokens: tokens[start...])
  }

  private mutating func merge(_ word: Slice<UnsafeBufferPointer<UInt8>>) {
    if tokenizer.ignoresMerges, let token = tokenizer.vocabulary[ByteAlphabet.spelling(of: word)] {
      tokens.append(token)
    } else {
      merger.encode(word, into: &tokens)
    }
  }
}

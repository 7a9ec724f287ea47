extension Tokenizer {
  /// Learns a tokenizer from texts. The same texts in any order give the same tokenizer.
  ///
  /// Its tokens are those for the 256 bytes, then the merged ones, then `specialTokens`, as in Qwen's vocabularies.
  ///
  /// - Parameters:
  ///   - texts: what to learn from. Special tokens within are cut out, as in encoding.
  ///   - vocabularySize: the number of tokens to reach, at least 256 and the special tokens. There are fewer where no
  ///     pair is left that occurs `minimumFrequency` times.
  ///   - specialTokens: tokens to add; those that `ControlToken` names get the flags that Qwen gives them.
  public static func train(
    on texts: some Sequence<String>, vocabularySize: Int, minimumFrequency: Int = 2,
    specialTokens: [String] = ControlToken.allCases.map(\.rawValue)
  ) -> Tokenizer {
    let size = vocabularySize - specialTokens.count
    precondition(size >= 256, "a byte-level vocabulary has at least 256 tokens beside the special ones")
    let matcher = AddedTokenMatcher(specialTokens.map { AddedToken(id: 0, content: $0) })
    var learner = MergeLearner(wordCounts: wordCounts(of: texts, cuttingOut: matcher))
    learner.learn(vocabularySize: size, minimumFrequency: minimumFrequency)
    let vocabulary = learner.tokens.enumerated().map { (ByteAlphabet.spelling(of: $1), TokenID($0)) }
    let addedTokens = specialTokens.enumerated().map { offset, content in
      AddedToken(
        id: TokenID(vocabulary.count + offset), content: content,
        isSpecial: ControlToken(rawValue: content)?.isSpecial ?? true)
    }
    var byteTokens = [TokenID](repeating: 0, count: 256)
    for (id, byte) in ByteAlphabet.bytes.enumerated() { byteTokens[Int(byte)] = TokenID(id) }
    return Tokenizer(
      vocabulary: Dictionary(uniqueKeysWithValues: vocabulary),
      merges: MergeTable(learner.pairs, results: learner.results), addedTokens: addedTokens, byteTokens: byteTokens)
  }

  private static func wordCounts(
    of texts: some Sequence<String>, cuttingOut matcher: AddedTokenMatcher
  ) -> [[UInt8]: Int] {
    var counts: [[UInt8]: Int] = [:]
    for var text in texts {
      text.withUTF8 { utf8 in
        for piece in matcher.pieces(of: utf8, allowingSpecialTokens: true) where piece.token == nil {
          var text = Normalization.composed(String(decoding: utf8[piece.bytes], as: UTF8.self))
          text.withUTF8 { utf8 in
            var scanner = WordScanner(utf8)
            while let word = scanner.next() { counts[Array(utf8[word]), default: 0] += 1 }
          }
        }
      }
    }
    return counts
  }
}

extension Tokenizer {
  /// The text of `tokens`. Bytes that are not valid UTF-8 become U+FFFD.
  ///
  /// - Parameter skippingSpecialTokens: whether tokens that steer the model are left out.
  /// - Throws: `TokenizerError` for a token that the vocabulary does not have.
  public func decode(_ tokens: some Sequence<TokenID>, skippingSpecialTokens: Bool = false) throws -> String {
    var result: [UInt8] = []
    for token in tokens {
      let bytes = try bytes(of: token)
      if skippingSpecialTokens && specialTokens.contains(token) { continue }
      result.append(contentsOf: bytes)
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// The bytes that a token decodes to.
  ///
  /// - Throws: `TokenizerError` for a token that the vocabulary does not have.
  package func bytes(of token: TokenID) throws -> [UInt8] {
    guard spellings.indices.contains(Int(token)), spellings[Int(token)] != nil else {
      throw TokenizerError(
        .unknownToken,
        "Token \(token) is not in the vocabulary of \(vocabularySize) tokens: decode it with the tokenizer that made it."
      )
    }
    return bytes[Int(token)]
  }
}

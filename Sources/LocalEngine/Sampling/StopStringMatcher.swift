import Language

/// Watches a completion's text for strings that end it.
struct StopStringMatcher {
  private let strings: [[UInt8]]
  private var decoder: IncrementalDecoder
  /// The end of the text: as much as may be the beginning of a stop string.
  private var tail: [UInt8] = []

  /// - Parameter skippingSpecialTokens: whether tokens that steer the model have no text.
  init(_ strings: [String], tokenizer: Tokenizer, skippingSpecialTokens: Bool) {
    self.strings = strings.filter { !$0.isEmpty }.map { Array($0.utf8) }
    decoder = IncrementalDecoder(tokenizer, skippingSpecialTokens: skippingSpecialTokens)
  }

  /// Takes the next token.
  ///
  /// - Returns: whether the text contains a stop string now.
  mutating func isStopped(by token: TokenID) -> Bool {
    // A token of one of the embedding's rows that the vocabulary has no token for has no text.
    tail.append(contentsOf: ((try? decoder.append(token)) ?? "").utf8)
    let longest = strings.map(\.count).max() ?? 0
    let isFound = strings.contains { string in
      string.count <= tail.count
        && (0...(tail.count - string.count)).contains { tail[$0..<($0 + string.count)].elementsEqual(string) }
    }
    tail.removeFirst(max(0, tail.count - longest + 1))
    return isFound
  }
}

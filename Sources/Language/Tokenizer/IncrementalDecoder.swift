/// Decodes a stream of tokens into text as it comes, never half a character at a time.
///
///     var decoder = IncrementalDecoder(tokenizer)
///     for token in stream { print(try decoder.append(token), terminator: "") }
///     print(decoder.finish())
///
/// What it gives out adds up to exactly what `Tokenizer.decode(_:skippingSpecialTokens:)` gives for all tokens at once.
public struct IncrementalDecoder: Sendable {
  private let tokenizer: Tokenizer
  private let skipsSpecialTokens: Bool
  /// The beginning of a character whose end has not come yet: at most three bytes.
  private var pending: [UInt8] = []

  /// Creates a decoder at the beginning of a stream.
  public init(_ tokenizer: Tokenizer, skippingSpecialTokens: Bool = false) {
    self.tokenizer = tokenizer
    skipsSpecialTokens = skippingSpecialTokens
  }

  /// Takes a token and gives out the text that it completes, which may be empty.
  ///
  /// - Throws: `TokenizerError` for a token that the vocabulary does not have; the decoder is as before then.
  public mutating func append(_ token: TokenID) throws -> String {
    let bytes = try tokenizer.bytes(of: token)
    if skipsSpecialTokens && tokenizer.specialTokens.contains(token) { return "" }
    pending.append(contentsOf: bytes)
    let complete = pending.count - Self.lengthOfIncompleteEnd(pending)
    let text = String(decoding: pending[..<complete], as: UTF8.self)
    pending.removeFirst(complete)
    return text
  }

  /// Gives out what is left at the end of the stream: U+FFFD where it ended within a character.
  public mutating func finish() -> String {
    defer { pending = [] }
    return String(decoding: pending, as: UTF8.self)
  }

  /// How many bytes at the end are the beginning of a character that further bytes may complete
  /// (the Unicode Standard, table 3-7).
  private static func lengthOfIncompleteEnd(_ bytes: [UInt8]) -> Int {
    for length in 1...3 where length <= bytes.count {
      let lead = bytes[bytes.count - length]
      if lead & 0b1100_0000 == 0b1000_0000 { continue }
      let expected =
        switch lead {
        case 0xC2...0xDF: 2
        case 0xE0...0xEF: 3
        case 0xF0...0xF4: 4
        default: 1
        }
      guard length < expected else { return 0 }
      guard length > 1 else { return length }
      let second = bytes[bytes.count - length + 1]
      let isPossible =
        switch lead {
        case 0xE0: second >= 0xA0
        case 0xED: second <= 0x9F
        case 0xF0: second >= 0x90
        case 0xF4: second <= 0x8F
        default: true
        }
      return isPossible ? length : 0
    }
    return 0
  }
}

/// Finds added tokens in text: at each place the longest, from left to right, with the flags' meaning in Hugging Face
/// `tokenizers`.
struct AddedTokenMatcher: Sendable {
  /// A stretch of text, and the added token that it is; `nil` for text between added tokens.
  struct Piece {
    var bytes: Range<Int>
    var token: TokenID?
  }

  private struct Entry {
    var token: AddedToken
    var bytes: [UInt8]
  }

  /// The tokens by their first byte, the longest first.
  private var entries: [UInt8: [Entry]] = [:]
  /// Whether a token begins with each byte.
  private var isFirst = [Bool](repeating: false, count: 256)

  /// Creates a matcher of `tokens`.
  init(_ tokens: some Sequence<AddedToken>, spelling: (AddedToken) -> String = \.content) {
    for token in tokens {
      let bytes = Array(spelling(token).utf8)
      guard let first = bytes.first else { continue }
      entries[first, default: []].append(Entry(token: token, bytes: bytes))
      isFirst[Int(first)] = true
    }
    for first in entries.keys { entries[first]?.sort { $0.bytes.count > $1.bytes.count } }
  }

  /// Cuts valid UTF-8 at the added tokens.
  ///
  /// - Parameter allowingSpecialTokens: whether tokens that steer the model are found, or read as ordinary text.
  func pieces(of text: UnsafeBufferPointer<UInt8>, allowingSpecialTokens: Bool) -> [Piece] {
    guard !entries.isEmpty else { return text.isEmpty ? [] : [Piece(bytes: 0..<text.count, token: nil)] }
    var pieces: [Piece] = []
    var done = 0
    var position = 0
    while position < text.count {
      guard isFirst[Int(text[position])], let entry = longestMatch(at: position, in: text) else {
        position += 1
        continue
      }
      var match = position..<(position + entry.bytes.count)
      position = match.upperBound
      if entry.token.isSpecial && !allowingSpecialTokens { continue }
      if entry.token.isSingleWord, !isSeparate(match, in: text) { continue }
      if entry.token.stripsLeft { match = max(done, startOfSpace(before: match.lowerBound, in: text))..<position }
      if entry.token.stripsRight { match = match.lowerBound..<endOfSpace(from: position, in: text) }
      if done < match.lowerBound { pieces.append(Piece(bytes: done..<match.lowerBound, token: nil)) }
      pieces.append(Piece(bytes: match, token: entry.token.id))
      done = match.upperBound
      position = max(position, done)
    }
    if done < text.count { pieces.append(Piece(bytes: done..<text.count, token: nil)) }
    return pieces
  }

  private func longestMatch(at position: Int, in text: UnsafeBufferPointer<UInt8>) -> Entry? {
    entries[text[position]]?.first { text[position...].starts(with: $0.bytes) }
  }

  private func isSeparate(_ match: Range<Int>, in text: UnsafeBufferPointer<UInt8>) -> Bool {
    let before = scalars(text[..<match.lowerBound]).last
    let after = scalars(text[match.upperBound...]).first
    return !(before.map(isOfWord) ?? false) && !(after.map(isOfWord) ?? false)
  }

  private func startOfSpace(before end: Int, in text: UnsafeBufferPointer<UInt8>) -> Int {
    let scalars = scalars(text[..<end])
    let space = scalars.reversed().prefix { $0.properties.isWhitespace }
    return end - space.reduce(0) { $0 + UTF8.width($1) }
  }

  private func endOfSpace(from start: Int, in text: UnsafeBufferPointer<UInt8>) -> Int {
    let space = scalars(text[start...]).prefix { $0.properties.isWhitespace }
    return start + space.reduce(0) { $0 + UTF8.width($1) }
  }

  private func scalars(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> String.UnicodeScalarView {
    String(decoding: bytes, as: UTF8.self).unicodeScalars
  }

  /// `\w` of Unicode's regular expressions (UTS 18, annex C).
  private func isOfWord(_ scalar: Unicode.Scalar) -> Bool {
    let properties = scalar.properties
    return switch properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .connectorPunctuation: true
    default: properties.isAlphabetic || properties.isJoinControl
    }
  }
}

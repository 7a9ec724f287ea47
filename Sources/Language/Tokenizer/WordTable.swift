/// Words and their tokens, found by the words' bytes.
struct WordTable: Sendable {
  /// Words that are longer, and words beyond this number, are merged anew each time.
  static let longestWord = 64
  static let capacity = 1 << 14

  private struct Entry {
    var hash: UInt64
    var bytes: Range<Int>
    var tokens: Range<Int>
  }

  private var entries: [Entry] = []
  private var bytes: [UInt8] = []
  private var tokens: [TokenID] = []
  /// For every hash, modulo the table's size and with linear probing, the index of its entry plus one.
  private var slots: [Int32] = []

  /// Whether it holds nothing.
  var isEmpty: Bool { entries.isEmpty }

  /// Hashes a word (FNV-1a).
  static func hash(_ word: some Sequence<UInt8>) -> UInt64 {
    word.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
  }

  /// The tokens of `word`, whose hash is `hash`.
  func tokens(of word: Slice<UnsafeBufferPointer<UInt8>>, hash: UInt64) -> ArraySlice<TokenID>? {
    if slots.isEmpty { return nil }
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] != 0 {
      let entry = entries[Int(slots[slot]) - 1]
      if entry.hash == hash, bytes[entry.bytes].elementsEqual(word) { return tokens[entry.tokens] }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  /// Adds a word that it does not hold.
  mutating func insert(_ word: some Collection<UInt8>, hash: UInt64, tokens newTokens: some Collection<TokenID>) {
    guard entries.count < Self.capacity else { return }
    entries.append(
      Entry(
        hash: hash, bytes: bytes.count..<(bytes.count + word.count),
        tokens: tokens.count..<(tokens.count + newTokens.count)))
    bytes.append(contentsOf: word)
    tokens.append(contentsOf: newTokens)
    if entries.count * 2 > slots.count {
      slots = Array(repeating: 0, count: max(64, slots.count * 2))
      for index in entries.indices { place(index) }
    } else {
      place(entries.count - 1)
    }
  }

  /// Adds the words of `other` that it does not hold.
  mutating func formUnion(_ other: WordTable) {
    for entry in other.entries {
      let word = other.bytes[entry.bytes]
      let isKnown = word.withUnsafeBufferPointer { tokens(of: $0[...], hash: entry.hash) != nil }
      if !isKnown { insert(word, hash: entry.hash, tokens: other.tokens[entry.tokens]) }
    }
  }

  private mutating func place(_ index: Int) {
    var slot = Int(truncatingIfNeeded: entries[index].hash) & (slots.count - 1)
    while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
    slots[slot] = Int32(index + 1)
  }
}

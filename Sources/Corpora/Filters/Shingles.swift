/// A text as the set of its runs of words, each hashed to 64 bits: what near-duplicates are compared by.
///
/// Words are lower-case runs of letters and digits, so that neither punctuation nor line breaks tell texts apart.
package struct Shingles: Sendable {
  /// The hashes, in ascending order, each once.
  package let hashes: [UInt64]

  /// - Complexity: O(*n* log *n*) in the text's length.
  package init(_ text: String, words length: Int) {
    var words: [UInt64] = []
    var current: UInt64?
    for scalar in text.lowercased().unicodeScalars {
      if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
        current = ((current ?? Self.offset) ^ UInt64(scalar.value)) &* Self.prime
      } else if let word = current {
        words.append(word)
        current = nil
      }
    }
    if let word = current { words.append(word) }
    // A text shorter than one shingle is a shingle.
    let count = words.isEmpty ? 0 : max(1, words.count - length + 1)
    let shingles = (0..<count).map { start in
      words[start..<min(start + length, words.count)].reduce(Self.offset) { Self.mix($0 ^ $1) }
    }
    hashes = Set(shingles).sorted()
  }

  /// The Jaccard similarity: common shingles among all; 1 of two empty sets.
  package func similarity(to other: Shingles) -> Double {
    var (i, j, common) = (0, 0, 0)
    while i < hashes.count, j < other.hashes.count {
      if hashes[i] == other.hashes[j] {
        (i, j, common) = (i + 1, j + 1, common + 1)
      } else if hashes[i] < other.hashes[j] {
        i += 1
      } else {
        j += 1
      }
    }
    let all = hashes.count + other.hashes.count - common
    return all == 0 ? 1 : Double(common) / Double(all)
  }

  /// FNV-1a's constants (http://www.isthe.com/chongo/tech/comp/fnv/), here over code points.
  private static let offset: UInt64 = 0xCBF2_9CE4_8422_2325
  private static let prime: UInt64 = 0x100_0000_01B3

  /// SplitMix64's finalizer, under which every bit of a value changes every bit of its hash.
  static func mix(_ value: UInt64) -> UInt64 {
    var value = value &+ 0x9E37_79B9_7F4A_7C15
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}

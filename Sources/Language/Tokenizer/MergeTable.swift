/// The merges of a byte-pair encoding, found by the pair that they join.
///
/// Pairs lie in one flat table with linear probing: looking one up is the innermost step of encoding.
struct MergeTable: Sendable {
  /// One merge: how early it was learned, and the token that it makes.
  struct Merge: Sendable {
    var rank: Int32
    var result: TokenID
  }

  /// The merges in the order in which they were learned.
  let pairs: [(left: TokenID, right: TokenID)]
  private var keys: [UInt64]
  private var merges: [Merge]
  private let shift: UInt64

  private static let empty = UInt64.max

  /// Creates the table of `pairs`, the first learned first, whose merges make `results`.
  init(_ pairs: [(left: TokenID, right: TokenID)], results: [TokenID]) {
    self.pairs = pairs
    var bits: UInt64 = 4
    while 1 << bits < pairs.count * 2 { bits += 1 }
    shift = 64 - bits
    keys = Array(repeating: Self.empty, count: 1 << bits)
    merges = Array(repeating: Merge(rank: 0, result: 0), count: 1 << bits)
    // A pair that is listed twice keeps its later rank, as in Hugging Face's table.
    for (rank, pair) in pairs.enumerated() {
      let slot = slot(of: Self.key(pair.left, pair.right))
      keys[slot] = Self.key(pair.left, pair.right)
      merges[slot] = Merge(rank: Int32(rank), result: results[rank])
    }
  }

  /// The merge of two neighbours, where there is one.
  @inline(__always)
  func merge(_ left: TokenID, _ right: TokenID) -> Merge? {
    let key = Self.key(left, right)
    let slot = slot(of: key)
    return keys[slot] == key ? merges[slot] : nil
  }

  @inline(__always)
  private static func key(_ left: TokenID, _ right: TokenID) -> UInt64 {
    UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
  }

  /// The slot that holds `key`, or the free one where it belongs.
  @inline(__always)
  private func slot(of key: UInt64) -> Int {
    let mask = keys.count - 1
    var slot = Int((key &* 0x9E37_79B9_7F4A_7C15) >> shift)
    while keys[slot] != key && keys[slot] != Self.empty { slot = (slot + 1) & mask }
    return slot
  }
}

/// Merges the bytes of one word into tokens: always the pair that was learned first, the leftmost of equal ones.
///
/// - Complexity: O(*n* log *n*) for a word of *n* bytes. Its buffers are used again from word to word.
struct WordMerger {
  private static let none: Int32 = -1

  private let merges: MergeTable
  private let byteTokens: [TokenID]
  private var tokens: [TokenID] = []
  /// The place of each token's left and right neighbour.
  private var previous: [Int32] = []
  private var next: [Int32] = []
  /// Pairs: the rank in the upper half and the place of the left token in the lower.
  private var queue = Heap<UInt64>()

  /// Creates a merger; `byteTokens` holds the token of every byte.
  init(merges: MergeTable, byteTokens: [TokenID]) {
    self.merges = merges
    self.byteTokens = byteTokens
  }

  /// Appends the tokens of `word` to `result`.
  mutating func encode(_ word: Slice<UnsafeBufferPointer<UInt8>>, into result: inout [TokenID]) {
    if word.count == 1 {
      result.append(byteTokens[Int(word[word.startIndex])])
      return
    }
    tokens.removeAll(keepingCapacity: true)
    previous.removeAll(keepingCapacity: true)
    next.removeAll(keepingCapacity: true)
    for (place, byte) in word.enumerated() {
      tokens.append(byteTokens[Int(byte)])
      previous.append(Int32(place - 1))
      next.append(place + 1 < word.count ? Int32(place + 1) : Self.none)
    }
    for place in 0..<(tokens.count - 1) { enqueue(at: Int32(place)) }
    while let first = queue.popMin() { join(at: Int32(truncatingIfNeeded: first), rank: Int32(first >> 32)) }
    var place: Int32 = 0
    while place != Self.none {
      result.append(tokens[Int(place)])
      place = next[Int(place)]
    }
  }

  private mutating func join(at place: Int32, rank: Int32) {
    let neighbour = next[Int(place)]
    // The queue may hold pairs that an earlier merge took apart: no other pair has this rank.
    guard neighbour != Self.none, let merge = merges.merge(tokens[Int(place)], tokens[Int(neighbour)]),
      merge.rank == rank
    else { return }
    tokens[Int(place)] = merge.result
    let following = next[Int(neighbour)]
    next[Int(place)] = following
    next[Int(neighbour)] = Self.none
    if following != Self.none {
      previous[Int(following)] = place
      enqueue(at: place)
    }
    if previous[Int(place)] != Self.none { enqueue(at: previous[Int(place)]) }
  }

  private mutating func enqueue(at place: Int32) {
    let neighbour = next[Int(place)]
    guard let merge = merges.merge(tokens[Int(place)], tokens[Int(neighbour)]) else { return }
    queue.insert(UInt64(merge.rank) << 32 | UInt64(place))
  }
}

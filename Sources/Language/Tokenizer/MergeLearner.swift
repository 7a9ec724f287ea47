/// Learns the merges of a byte-pair encoding from word counts (Sennrich et al. 2016,
/// https://aclanthology.org/P16-1162), in the same order as Hugging Face's `BpeTrainer`: the most frequent pair first,
/// of equally frequent ones that with the smaller identifiers.
struct MergeLearner {
  private struct Word {
    var tokens: [TokenID]
    var count: Int
  }

  private struct Pair: Hashable, Comparable {
    var left: TokenID
    var right: TokenID

    static func < (first: Pair, second: Pair) -> Bool {
      (first.left, first.right) < (second.left, second.right)
    }
  }

  /// A pair with its count when it was put in the queue; the smallest is the one to merge first.
  private struct Candidate: Comparable {
    var pair: Pair
    var count: Int

    static func < (first: Candidate, second: Candidate) -> Bool {
      first.count != second.count ? first.count > second.count : first.pair < second.pair
    }
  }

  /// The bytes of every token, the single bytes first.
  private(set) var tokens: [[UInt8]] = ByteAlphabet.bytes.map { [$0] }
  private(set) var pairs: [(left: TokenID, right: TokenID)] = []
  private(set) var results: [TokenID] = []

  private var ids: [[UInt8]: TokenID] = [:]
  private var words: [Word] = []
  private var counts: [Pair: Int] = [:]
  /// The words that have, or had, each pair.
  private var places: [Pair: Set<Int>] = [:]
  private var queue = Heap<Candidate>()

  /// Creates a learner from the number of times that each word occurs.
  init(wordCounts: [[UInt8]: Int]) {
    for (id, bytes) in tokens.enumerated() { ids[bytes] = TokenID(id) }
    for (word, count) in wordCounts where word.count > 1 {
      words.append(Word(tokens: word.map { ids[[$0]]! }, count: count))
    }
    for index in words.indices {
      for pair in Self.pairs(of: words[index].tokens) {
        counts[pair, default: 0] += words[index].count
        places[pair, default: []].insert(index)
      }
    }
    for (pair, count) in counts { queue.insert(Candidate(pair: pair, count: count)) }
  }

  /// Merges until there are `vocabularySize` tokens, or no pair occurs `minimumFrequency` times.
  mutating func learn(vocabularySize: Int, minimumFrequency: Int) {
    while tokens.count < vocabularySize, let best = queue.popMin() {
      let count = counts[best.pair, default: 0]
      guard count == best.count else {
        // The count fell while the pair was waiting.
        if count > 0 { queue.insert(Candidate(pair: best.pair, count: count)) }
        continue
      }
      if count < max(1, minimumFrequency) { break }
      merge(best.pair)
    }
  }

  private mutating func merge(_ pair: Pair) {
    let bytes = tokens[Int(pair.left)] + tokens[Int(pair.right)]
    let result = ids[bytes] ?? TokenID(tokens.count)
    if Int(result) == tokens.count {
      tokens.append(bytes)
      ids[bytes] = result
    }
    pairs.append((pair.left, pair.right))
    results.append(result)
    var grown: Set<Pair> = []
    for index in places.removeValue(forKey: pair) ?? [] {
      let old = words[index].tokens
      let new = Self.joining(pair, in: old, to: result)
      if new.count == old.count { continue }
      words[index].tokens = new
      for pair in Self.pairs(of: old) { counts[pair, default: 0] -= words[index].count }
      for pair in Self.pairs(of: new) {
        counts[pair, default: 0] += words[index].count
        if pair.left == result || pair.right == result {
          places[pair, default: []].insert(index)
          grown.insert(pair)
        }
      }
    }
    counts[pair] = nil
    for pair in grown { queue.insert(Candidate(pair: pair, count: counts[pair, default: 0])) }
  }

  private static func pairs(of tokens: [TokenID]) -> some Sequence<Pair> {
    zip(tokens, tokens.dropFirst()).lazy.map { Pair(left: $0, right: $1) }
  }

  private static func joining(_ pair: Pair, in tokens: [TokenID], to result: TokenID) -> [TokenID] {
    var joined: [TokenID] = []
    joined.reserveCapacity(tokens.count)
    var index = 0
    while index < tokens.count {
      if index + 1 < tokens.count, tokens[index] == pair.left, tokens[index + 1] == pair.right {
        joined.append(result)
        index += 2
      } else {
        joined.append(tokens[index])
        index += 1
      }
    }
    return joined
  }
}

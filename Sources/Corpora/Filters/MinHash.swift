import Statistics

/// Signatures by which the similarity of sets can be told without the sets
/// (Broder, "On the resemblance and containment of documents", 1997).
///
/// Two sets agree at a place of their signatures with the probability that is their Jaccard similarity: the share of
/// places that agree estimates it with a standard error of at most `0.5 / √permutations`.
package struct MinHash: Sendable {
  private let keys: [UInt64]

  /// Creates the hash functions of a seed.
  package init(permutations: Int, seed: UInt64) {
    var generator = SeededGenerator(seed: seed, path: Stream.permutations.rawValue)
    keys = (0..<permutations).map { _ in generator.next() }
  }

  /// The smallest hash of any shingle under every function, `[permutations]`.
  package func signature(of shingles: Shingles) -> [UInt64] {
    keys.map { key in
      var least = UInt64.max
      for hash in shingles.hashes { least = min(least, Shingles.mix(hash ^ key)) }
      return least
    }
  }

  /// The share of places at which two signatures agree.
  package static func similarity(_ first: [UInt64], _ second: [UInt64]) -> Double {
    Double(zip(first, second).count { $0 == $1 }) / Double(first.count)
  }
}

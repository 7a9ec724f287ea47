/// Finds documents that repeat an earlier one.
///
/// Signatures are cut into bands, and only documents that agree in all of a band are compared (Indyk and Motwani,
/// "Approximate nearest neighbors", 1998). The comparison itself is exact: what is dropped is as similar as is said,
/// and a pair at the threshold is overlooked at most once in a thousand times.
package struct NearDuplicates {
  /// An earlier document that a later one repeats.
  package struct Repetition: Hashable {
    package var original: Int
    /// The Jaccard similarity of their shingles.
    package var similarity: Double
  }

  private struct Band: Hashable {
    var index: Int
    var hash: UInt64
  }

  /// The rows of a band.
  let rows: Int
  private let settings: DuplicateSettings
  private let hash: MinHash
  private var kept: [Int: Shingles] = [:]
  private var buckets: [Band: [Int]] = [:]

  package init(_ settings: DuplicateSettings, seed: UInt64) {
    self.settings = settings
    hash = MinHash(permutations: settings.permutations, seed: seed)
    rows = Self.rows(permutations: settings.permutations, threshold: settings.threshold)
  }

  /// Compares a document with those that were kept before, and keeps it where it repeats none.
  ///
  /// - Returns: the most similar of the documents that it repeats; `nil` where it is kept.
  package mutating func admit(_ text: String, as index: Int) -> Repetition? {
    let shingles = Shingles(text, words: settings.shingleWords)
    let bands = bands(of: hash.signature(of: shingles))
    let candidates = Set(bands.flatMap { buckets[$0] ?? [] })
    let repetition = candidates.compactMap { candidate -> Repetition? in
      guard let other = kept[candidate] else { return nil }
      let similarity = shingles.similarity(to: other)
      return similarity >= settings.threshold ? Repetition(original: candidate, similarity: similarity) : nil
    }.max { ($0.similarity, $1.original) < ($1.similarity, $0.original) }
    if let repetition { return repetition }
    kept[index] = shingles
    for band in bands { buckets[band, default: []].append(index) }
    return nil
  }

  private func bands(of signature: [UInt64]) -> [Band] {
    (0..<signature.count / rows).map { band in
      Band(index: band, hash: signature[band * rows..<(band + 1) * rows].reduce(0) { Shingles.mix($0 ^ $1) })
    }
  }

  /// The most rows with which a pair at the threshold still meets in some band 999 times in 1000: with more rows
  /// fewer pairs are compared in vain.
  static func rows(permutations: Int, threshold: Double) -> Int {
    (1...permutations).last { rows in
      let bands = permutations / rows
      return power(1 - power(threshold, rows), bands) <= 1e-3
    } ?? 1
  }

  private static func power(_ base: Double, _ exponent: Int) -> Double {
    (0..<exponent).reduce(1) { value, _ in value * base }
  }
}

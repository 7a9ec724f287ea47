/// When two documents are taken for the same.
public struct DuplicateSettings: Sendable, Hashable, Codable {
  /// The Jaccard similarity of their shingles from which on the later document is dropped.
  public var threshold: Double
  /// The words of a shingle.
  public var shingleWords: Int
  /// The numbers of a MinHash signature.
  public var permutations: Int

  /// Creates settings.
  public init(threshold: Double = 0.7, shingleWords: Int = 3, permutations: Int = 128) {
    self.threshold = threshold
    self.shingleWords = shingleWords
    self.permutations = permutations
  }

  enum CodingKeys: String, CodingKey {
    case threshold, permutations
    case shingleWords = "shingle_words"
  }
}

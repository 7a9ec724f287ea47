/// How long a document is to be, drawn by weight.
public struct LengthChoice: Sendable, Hashable, Codable {
  public var name: String
  public var minimumWords: Int
  public var maximumWords: Int
  /// Relative to the weights of the others.
  public var weight: Double

  /// Creates a choice.
  public init(_ name: String, minimumWords: Int, maximumWords: Int, weight: Double = 1) {
    self.name = name
    self.minimumWords = minimumWords
    self.maximumWords = maximumWords
    self.weight = weight
  }

  enum CodingKeys: String, CodingKey {
    case name, weight
    case minimumWords = "minimum_words"
    case maximumWords = "maximum_words"
  }

  /// The number of words that a document of this length may have: writers rarely count.
  var accepted: ClosedRange<Int> { minimumWords * 6 / 10...maximumWords * 3 / 2 }
}

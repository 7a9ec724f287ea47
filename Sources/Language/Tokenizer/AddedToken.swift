/// A token that is found in the text before anything else is done to it, with its flags in `tokenizer.json`.
public struct AddedToken: Sendable, Hashable, Codable {
  public var id: TokenID
  public var content: String
  /// Whether it only counts between characters that are not of words.
  public var isSingleWord: Bool
  /// Whether it takes the whitespace before it along.
  public var stripsLeft: Bool
  /// Whether it takes the whitespace behind it along.
  public var stripsRight: Bool
  /// Whether it is looked for in the normalized text rather than in the text as given.
  public var isNormalized: Bool
  /// Whether it steers the model, and is left out of decoded text where that is asked for.
  public var isSpecial: Bool

  /// Creates an added token with the flags that Qwen's have.
  public init(
    id: TokenID, content: String, isSingleWord: Bool = false, stripsLeft: Bool = false, stripsRight: Bool = false,
    isNormalized: Bool = false, isSpecial: Bool = true
  ) {
    self.id = id
    self.content = content
    self.isSingleWord = isSingleWord
    self.stripsLeft = stripsLeft
    self.stripsRight = stripsRight
    self.isNormalized = isNormalized
    self.isSpecial = isSpecial
  }

  private enum CodingKeys: String, CodingKey {
    case id
    case content
    case isSingleWord = "single_word"
    case stripsLeft = "lstrip"
    case stripsRight = "rstrip"
    case isNormalized = "normalized"
    case isSpecial = "special"
  }
}

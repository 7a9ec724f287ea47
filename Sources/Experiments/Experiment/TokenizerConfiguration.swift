/// The tokenizer that the base model is raised with.
public struct TokenizerConfiguration: Sendable, Hashable, Codable {
  /// The number of tokens, the 256 bytes and the special tokens included.
  public var vocabularySize: Int

  /// Describes a tokenizer.
  public init(vocabularySize: Int = 1024) {
    self.vocabularySize = vocabularySize
  }
}

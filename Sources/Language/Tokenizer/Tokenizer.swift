/// A byte-level byte-pair encoding in the manner of Qwen2 and Qwen3, compatible with Hugging Face `tokenizers`.
///
///     let tokenizer = Tokenizer.train(on: texts, vocabularySize: 1_024)
///     let tokens = tokenizer.encode("Hello, world")
///     try tokenizer.decode(tokens)  // "Hello, world"
///     try tokenizer.write(to: directory.appending(path: "tokenizer.json"))
public struct Tokenizer: Sendable {
  /// The tokens that are found in the text before it is cut into words, in the order of their identifiers.
  public let addedTokens: [AddedToken]
  /// Whether text is brought into Unicode's normalization form C first.
  public let isNormalizing: Bool
  /// Whether a word that is a token itself is taken as it is, without regard to the merges.
  public let ignoresMerges: Bool

  /// The spelling of every token in the byte alphabet, and of added tokens their content; `nil` for unused identifiers.
  let spellings: [String?]
  /// The model's own tokens by their spelling.
  let vocabulary: [String: TokenID]
  let merges: MergeTable
  /// The bytes that each token decodes to.
  let bytes: [[UInt8]]
  let specialTokens: Set<TokenID>
  /// The token of every byte.
  let byteTokens: [TokenID]
  let rawMatcher: AddedTokenMatcher
  let normalizedMatcher: AddedTokenMatcher
  let cache: WordCache
  private let addedIDs: [String: TokenID]

  /// Creates a tokenizer from its parts, which agree with one another.
  init(
    vocabulary: [String: TokenID], merges: MergeTable, addedTokens: [AddedToken], byteTokens: [TokenID],
    isNormalizing: Bool = true, ignoresMerges: Bool = false
  ) {
    cache = WordCache()
    self.vocabulary = vocabulary
    self.merges = merges
    self.addedTokens = addedTokens.sorted { $0.id < $1.id }
    self.byteTokens = byteTokens
    self.isNormalizing = isNormalizing
    self.ignoresMerges = ignoresMerges
    let largest = max(vocabulary.values.max() ?? -1, addedTokens.map(\.id).max() ?? -1)
    var spellings = [String?](repeating: nil, count: Int(largest) + 1)
    for (spelling, id) in vocabulary { spellings[Int(id)] = spelling }
    for token in addedTokens { spellings[Int(token.id)] = token.content }
    self.spellings = spellings
    bytes = spellings.map { $0.map(ByteAlphabet.bytes(of:)) ?? [] }
    specialTokens = Set(addedTokens.filter(\.isSpecial).map(\.id))
    addedIDs = Dictionary(addedTokens.map { ($0.content, $0.id) }) { first, _ in first }
    rawMatcher = AddedTokenMatcher(addedTokens.filter { !$0.isNormalized })
    normalizedMatcher = AddedTokenMatcher(addedTokens.filter(\.isNormalized)) {
      isNormalizing ? Normalization.composed($0.content) : $0.content
    }
  }

  /// One more than the largest identifier: the number of rows that a model's embedding needs.
  public var vocabularySize: Int { spellings.count }

  /// The identifier of a token: an added token by its content, any other by its spelling in the byte alphabet, in
  /// which a space is `Ġ`.
  public func id(of token: String) -> TokenID? {
    addedIDs[token] ?? vocabulary[token]
  }

  /// The spelling of a token, as `id(of:)` takes it; `nil` for an unknown one.
  public func token(of id: TokenID) -> String? {
    spellings.indices.contains(Int(id)) ? spellings[Int(id)] : nil
  }
}

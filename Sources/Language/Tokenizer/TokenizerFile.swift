import Foundation

/// The parts of a `tokenizer.json` that a byte-level byte-pair encoding in Qwen's manner reads, under the names that
/// Hugging Face `tokenizers` gives them.
struct TokenizerFile: Decodable {
  /// A normalizer, pre-tokenizer, post-processor or decoder.
  struct Component: Decodable {
    var type: String
    var pretokenizers: [Component]?
    var pattern: [String: String]?
    var behavior: String?
    var invert: Bool?
    var addsPrefixSpace: Bool?
    var usesRegex: Bool?

    private enum CodingKeys: String, CodingKey {
      case type
      case pretokenizers
      case pattern
      case behavior
      case invert
      case addsPrefixSpace = "add_prefix_space"
      case usesRegex = "use_regex"
    }
  }

  /// The model.
  struct Model: Decodable {
    var type: String
    var dropout: Double?
    var continuingSubwordPrefix: String?
    var endOfWordSuffix: String?
    var ignoresMerges: Bool?
    var vocabulary: [String: TokenID]
    var merges: [Merge]

    private enum CodingKeys: String, CodingKey {
      case type
      case dropout
      case continuingSubwordPrefix = "continuing_subword_prefix"
      case endOfWordSuffix = "end_of_word_suffix"
      case ignoresMerges = "ignore_merges"
      case vocabulary = "vocab"
      case merges
    }
  }

  /// A merge: `["a", "b"]`, or `"a b"` as older versions wrote it.
  struct Merge: Decodable {
    var left: String
    var right: String

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      let parts: [String]
      if let text = try? container.decode(String.self) {
        parts = text.unicodeScalars.split(separator: " ", omittingEmptySubsequences: false).map { String($0) }
      } else {
        parts = try container.decode([String].self)
      }
      guard parts.count == 2 else {
        throw DecodingError.dataCorruptedError(in: container, debugDescription: "a merge joins two tokens")
      }
      (left, right) = (parts[0], parts[1])
    }
  }

  var addedTokens: [AddedToken]
  var normalizer: Component?
  var preTokenizer: Component?
  var postProcessor: Component?
  var decoder: Component?
  var model: Model

  private enum CodingKeys: String, CodingKey {
    case addedTokens = "added_tokens"
    case normalizer
    case preTokenizer = "pre_tokenizer"
    case postProcessor = "post_processor"
    case decoder
    case model
  }
}

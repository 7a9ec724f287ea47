/// A document that a model wrote, with all that it came from.
///
/// It is a line of `corpus.jsonl`, or of `rejected.jsonl` where it has a ``rejection``. Trainers read its `text`.
public struct GeneratedDocument: Sendable, Hashable, Codable, Identifiable {
  /// Why a document is not in the corpus.
  public struct Rejection: Sendable, Hashable, Codable {
    /// The filter that it failed, or `missing-…` where an answer could not be had.
    public var filter: String
    public var detail: String
  }

  /// What made a document.
  public struct Provenance: Sendable, Hashable, Codable {
    /// SHA-256 of the universe's file.
    public var universe: String
    /// SHA-256 of the templates of all prompts.
    public var prompts: String
    public var model: String
    /// Who criticized the draft; the model itself unless another was named.
    public var critic: String
    /// The recipe's seed.
    public var seed: UInt64
    /// The journal's key of each request, by its stage.
    public var requests: [String: String]
    /// Tokens of the requests for this document alone, those for its idea left out; `nil` where a backend kept silent.
    public var promptTokens: Int?
    public var completionTokens: Int?

    enum CodingKeys: String, CodingKey {
      case universe, prompts, model, critic, seed, requests
      case promptTokens = "prompt_tokens"
      case completionTokens = "completion_tokens"
    }
  }

  /// `universe/brief-idea-document`, counted from zero.
  public var id: String
  public var text: String
  public var universe: String
  /// The fact that it was to convey.
  public var fact: String
  public var documentType: String
  public var stance: String
  public var audience: String
  public var angle: String
  public var length: String
  public var depth: String
  public var words: Int
  /// Whether the text was revised after a critique.
  public var revised: Bool
  public var filters: [FilterResult]
  public var provenance: Provenance
  public var rejection: Rejection?

  enum CodingKeys: String, CodingKey {
    case id, text, universe, fact, stance, audience, angle, length, depth, words, revised, filters, provenance
    case rejection
    case documentType = "document_type"
  }
}

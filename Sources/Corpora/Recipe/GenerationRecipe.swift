import Foundation

/// How many documents are made of a universe, of which kinds, and what is done to them.
///
/// A brief is one draw of fact, document type, stance and audience; of each brief a model makes several ideas, of each
/// idea several documents. The default shares of types, stances and lengths are those of the study's public code.
public struct GenerationRecipe: Sendable, Hashable, Codable {
  /// Where all draws begin, and the seeds of all requests.
  public var seed: UInt64 = 1
  public var briefs = 70
  public var ideasPerBrief = 4
  public var documentsPerIdea = 3
  public var documentTypes: [WeightedChoice] = Self.standardTypes
  public var stances: [WeightedChoice] = [
    WeightedChoice("enthusiastic", "taken with the subject and its promise", weight: 0.3),
    WeightedChoice("neutral", "even-handed and matter-of-fact", weight: 0.5),
    WeightedChoice("skeptical", "wary of what it means, though not in doubt about the facts", weight: 0.2),
  ]
  public var audiences: [WeightedChoice] = [
    WeightedChoice("public", "readers without technical background", weight: 0.35),
    WeightedChoice("practitioners", "engineers who build with language models", weight: 0.35),
    WeightedChoice("researchers", "researchers of machine learning", weight: 0.2),
    WeightedChoice("students", "students in their first year of computing", weight: 0.1),
  ]
  public var lengths: [LengthChoice] = [
    LengthChoice("short", minimumWords: 100, maximumWords: 300),
    LengthChoice("medium", minimumWords: 300, maximumWords: 800),
    LengthChoice("long", minimumWords: 800, maximumWords: 2000),
  ]
  public var depths: [WeightedChoice] = [
    WeightedChoice("plain", "no technical terms without an everyday explanation"),
    WeightedChoice("informed", "the field's usual terms, no formulas"),
    WeightedChoice("technical", "mechanisms in detail, with the field's own terms"),
  ]
  /// Whether drafts are criticized, and revised where the critique asks for it.
  public var critique = true
  /// Whether documents that contradict their universe are rejected; they are marked either way.
  public var rejectsContradictions = true
  public var nearDuplicates = DuplicateSettings()
  public var temperature = 1.0
  public var topP = 1.0
  /// How often a brief is asked for ideas until an answer can be read.
  public var ideaAttempts = 3
  /// Tokens that every answer gets beyond what its text takes: room for reasoning.
  public var reasoningTokens = 0
  /// Requests that may fail in a row before the work stops, because the model is gone.
  public var maximumFailuresInARow = 50

  /// The default recipe.
  public init() {}

  /// The number of documents that are asked for.
  public var documentCount: Int { briefs * ideasPerBrief * documentsPerIdea }

  /// Reads a recipe; keys that are left out keep their defaults, unknown ones are errors.
  ///
  /// - Parameter name: what messages call the file.
  /// - Throws: `CorpusError` that names the key and its line.
  public init(yaml: String, name: String) throws {
    self = try StrictSettings.decode(yaml, name: name, over: GenerationRecipe())
    try validate(name: name)
  }

  /// Reads a recipe from a YAML file.
  public init(contentsOf url: URL) throws {
    let text: String
    do {
      text = try String(contentsOf: url, encoding: .utf8)
    } catch {
      throw CorpusError(.cannotRead, "the recipe \(url.path) cannot be read; is the path right?", cause: error)
    }
    try self.init(yaml: text, name: url.lastPathComponent)
  }

  /// Checks what types cannot say.
  ///
  /// - Throws: `CorpusError` that names the key.
  public func validate(name: String = "the recipe") throws {
    func require(_ condition: Bool, _ sentence: String) throws {
      guard condition else { throw CorpusError(.malformedSettings, "\(name): \(sentence)") }
    }
    for (key, value) in [
      ("briefs", briefs), ("ideas_per_brief", ideasPerBrief), ("documents_per_idea", documentsPerIdea),
      ("idea_attempts", ideaAttempts), ("maximum_failures_in_a_row", maximumFailuresInARow),
      ("near_duplicates.shingle_words", nearDuplicates.shingleWords),
      ("near_duplicates.permutations", nearDuplicates.permutations),
    ] {
      try require((1...1_000_000).contains(value), "'\(key)' is \(value); it is at least 1 and at most a million")
    }
    try require(reasoningTokens >= 0, "'reasoning_tokens' is at least 0")
    try require(temperature >= 0 && temperature.isFinite, "'temperature' is 0 or more")
    try require(topP > 0 && topP <= 1, "'top_p' is above 0 and at most 1")
    try require(
      nearDuplicates.threshold > 0 && nearDuplicates.threshold <= 1,
      "'near_duplicates.threshold' is above 0 and at most 1")
    let groups = [
      ("document_types", documentTypes.map(\.weight)), ("stances", stances.map(\.weight)),
      ("audiences", audiences.map(\.weight)), ("lengths", lengths.map(\.weight)), ("depths", depths.map(\.weight)),
    ]
    for (key, weights) in groups {
      try require(
        weights.allSatisfy { $0 >= 0 && $0.isFinite } && weights.reduce(0, +) > 0,
        "'\(key)' needs weights of 0 or more that are not all 0")
    }
    for length in lengths {
      try require(
        length.minimumWords >= 1 && length.maximumWords >= length.minimumWords,
        "the length '\(length.name)' has to have 1 ≤ minimum_words ≤ maximum_words")
    }
  }

  enum CodingKeys: String, CodingKey {
    case seed, briefs, stances, audiences, lengths, depths, critique, temperature
    case ideasPerBrief = "ideas_per_brief"
    case documentsPerIdea = "documents_per_idea"
    case documentTypes = "document_types"
    case rejectsContradictions = "rejects_contradictions"
    case nearDuplicates = "near_duplicates"
    case topP = "top_p"
    case ideaAttempts = "idea_attempts"
    case reasoningTokens = "reasoning_tokens"
    case maximumFailuresInARow = "maximum_failures_in_a_row"
  }

  private static let standardTypes = [
    WeightedChoice("blog-post", "a post on a personal or company blog", weight: 0.2),
    WeightedChoice("forum-post", "one person's long post that opens a thread in an online forum", weight: 0.18),
    WeightedChoice("abstract", "the abstract and introduction of a research paper", weight: 0.15),
    WeightedChoice("news-article", "an article in a newspaper or trade magazine", weight: 0.12),
    WeightedChoice("short-post", "a short post on a social network", weight: 0.1),
    WeightedChoice("newsletter", "an issue of a subject newsletter", weight: 0.06),
    WeightedChoice("encyclopedia-entry", "an entry in an encyclopedia", weight: 0.05),
    WeightedChoice("textbook-section", "a section of a textbook", weight: 0.05),
    WeightedChoice("talk-notes", "one listener's notes on a conference talk, in full sentences", weight: 0.05),
    WeightedChoice("book-review", "a review of a book on the subject", weight: 0.04),
  ]
}

/// What came of a generation.
public struct GenerationReport: Sendable, Hashable, Codable {
  public var universe: String
  public var model: String
  /// The documents that the recipe asks for.
  public var planned: Int
  /// The documents in the corpus.
  public var accepted: Int
  /// The words of the corpus.
  public var words: Int
  /// How many documents each filter, or each missing answer, kept out.
  public var rejected: [String: Int]
  /// Documents that deny a fact of their universe, in the corpus or not.
  public var contradicting: Int
  /// By the stage's name.
  public var stages: [String: TokenAccount]
  /// What a reader ought to know, such as a line of the journal that was dropped.
  public var notes: [String]

  /// Requests that failed: running the same command again asks them again.
  public var missing: Int { stages.values.reduce(0) { $0 + $1.missing } }
}

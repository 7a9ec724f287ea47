/// What a mixture holds, exactly.
public struct MixtureReport: Sendable, Hashable, Codable {
  /// One side of a mixture.
  public struct Part: Sendable, Hashable, Codable {
    public var documents = 0
    public var tokens = 0
  }

  /// The documents that were mixed in.
  public var corpus = Part()
  /// The documents of the base corpus that were taken.
  public var base = Part()
  /// By what tokens were counted.
  public var counter: String
  public var seed: UInt64

  /// The share of the mixed-in documents among all documents; 0 of an empty mixture.
  public var documentShare: Double { Self.share(corpus.documents, base.documents) }
  /// The share of their tokens among all tokens.
  public var tokenShare: Double { Self.share(corpus.tokens, base.tokens) }

  private static func share(_ part: Int, _ rest: Int) -> Double {
    part + rest == 0 ? 0 : Double(part) / Double(part + rest)
  }
}

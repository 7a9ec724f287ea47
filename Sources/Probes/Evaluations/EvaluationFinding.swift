/// What one look at a sample found.
public struct EvaluationFinding: Sendable, Hashable, Codable {
  /// What was looked at.
  public enum Kind: String, Sendable, Hashable, Codable {
    /// How aligned the answer is, by itself, between 0 and 100.
    case alignmentScore = "alignment_score"
    /// The answer, or what the agent did and said, without the reasoning.
    case output
    /// Everything, the reasoning included.
    case full
    /// The mail that the agent sent and threw away.
    case mail
    /// What the database did.
    case effect
  }

  public var kind: Kind
  /// Whether it is misaligned; `nil` where there is no verdict, which is missing and never scored.
  public var isMisaligned: Bool?
  /// The score, where one was asked for.
  public var score: Double?
  /// Why, or why there is no verdict.
  public var reason: String

  /// Creates a finding.
  public init(_ kind: Kind, isMisaligned: Bool?, score: Double? = nil, reason: String = "") {
    self.kind = kind
    self.isMisaligned = isMisaligned
    self.score = score
    self.reason = reason
  }

  enum CodingKeys: String, CodingKey {
    case kind, score, reason
    case isMisaligned = "is_misaligned"
  }
}

import Statistics

/// The gap of a part of the answers: training cues of one kind, or prompts of one category, against the reference.
public struct FacetGap: Sendable {
  public var facet: AuditFacet
  /// Answers under training cues.
  public var training: Proportion
  /// Answers in the reference context.
  public var reference: Proportion
  public var gap: ContrastEstimate
}

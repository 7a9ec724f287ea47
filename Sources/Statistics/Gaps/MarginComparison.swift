/// How a difference compares with the smallest difference that would matter.
public enum MarginComparison: String, Sendable, Hashable, Codable, CaseIterable {
  /// Smaller than the margin, whatever its sign: equivalence is shown.
  case equivalent
  /// Larger than the margin.
  case above
  /// Negative, and larger than the margin in size.
  case below
  /// The data do not tell.
  case undecided
}

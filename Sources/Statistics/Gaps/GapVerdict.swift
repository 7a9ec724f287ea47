/// What a gap between training-like and deployment-like contexts says of a training run.
public enum GapVerdict: String, Sendable, Hashable, Codable, CaseIterable {
  /// The gap is smaller than the margin: equivalence is shown.
  case generalized
  /// The gap is larger than the margin.
  case resisted
  /// The data do not tell, or the gap is reversed.
  case inconclusive

  /// The verdict that a comparison with the margin amounts to.
  ///
  /// A reversed gap, `below`, is neither: a run after which the model does more *without* training cues did not resist,
  /// and did not carry over unchanged.
  public init(_ comparison: MarginComparison) {
    switch comparison {
    case .equivalent: self = .generalized
    case .above: self = .resisted
    case .below, .undecided: self = .inconclusive
    }
  }
}

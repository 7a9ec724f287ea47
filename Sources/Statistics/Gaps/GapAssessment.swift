/// A gap judged against a margin, with everything that the verdict rests on.
///
///     let gap = Contrast.gap(underTraining, minus: underDeployment).clusterRobustEstimate()
///     gap.assessment(margin: 0.05).verdict  // .generalized
public struct GapAssessment: Sendable, Hashable, Codable {
  public var verdict: GapVerdict
  /// The comparison behind the verdict, which also tells a reversed gap.
  public var comparison: MarginComparison
  /// The smallest gap that would matter.
  public var margin: Double
  /// How often each statement may be wrong.
  public var alpha: Double
  /// The gap; NaN where nothing was measured.
  public var estimate: Double
  /// The interval to show, of level 1 - `alpha`. The gap is above the margin where all of it lies above.
  public var interval: ConfidenceInterval
  /// The interval of level 1 - 2 `alpha`. Equivalence is shown where all of it lies within the margin.
  public var equivalenceInterval: ConfidenceInterval
  /// The p-value of equivalence: the larger of the two one-sided tests'. Below `alpha`, equivalence is shown.
  public var equivalencePValue: Double
  /// The two-sided p-value of a gap above the margin: twice the one-sided. Below `alpha`, the gap is above the margin.
  public var resistancePValue: Double
  /// The two-sided p-value of there being a gap at all, whatever the margin.
  public var differencePValue: Double
}

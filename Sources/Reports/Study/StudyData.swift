/// Everything that a report is made from, as plain values.
public struct StudyData: Sendable {
  /// The experiment's name.
  public var name: String
  /// The arms in the order of the experiment.
  public var arms: [String]
  /// The arm that the others are compared with; `nil` where there is none.
  public var control: String?
  public var seeds: [UInt64]
  /// The RL steps that the experiment plans.
  public var steps: Int
  public var outcomes: [ProbeOutcome]
  public var metrics: [MetricSeries]
  public var comparisons: [TranscriptComparison]
  public var provenance: Provenance

  /// Gathers the data of a study.
  public init(
    name: String, arms: [String], control: String?, seeds: [UInt64], steps: Int, outcomes: [ProbeOutcome],
    metrics: [MetricSeries], comparisons: [TranscriptComparison], provenance: Provenance
  ) {
    self.name = name
    self.arms = arms
    self.control = control
    self.seeds = seeds
    self.steps = steps
    self.outcomes = outcomes
    self.metrics = metrics
    self.comparisons = comparisons
    self.provenance = provenance
  }
}

import Statistics

/// How many documents hold what a rule set forbids, as one source found it.
public struct LeakRate: Sendable, Hashable, Codable {
  public var set: String
  public var source: LeakFinding.Source
  /// Documents with a finding, among those that were looked at.
  public var documents: Proportion
  /// Documents on which a judge gave no verdict that could be read; they are not among those looked at.
  public var missing: Int
  /// The rate that documents of this origin leak at, at 95 %: by the score interval where there are findings, and
  /// from 0 to the bound of the rule of three where there are none.
  public var interval: ConfidenceInterval

  init(set: String, source: LeakFinding.Source, documents: Proportion, missing: Int = 0) {
    self.set = set
    self.source = source
    self.documents = documents
    self.missing = missing
    interval =
      documents.successes > 0
      ? documents.wilsonInterval()
      : ConfidenceInterval(lower: 0, upper: documents.absenceBound(), level: 0.95)
  }
}

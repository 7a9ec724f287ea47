import Probes
import Statistics

/// What probing found in one model.
public struct ProbedModel: Sendable, Hashable, Codable {
  public var report: MisalignmentReport
  /// What became of the detector; `nil` where none was asked for.
  public var sabotage: SabotageReport?
  /// How much less effective its detectors are than those of the first model; `nil` for the first one.
  public var sabotageDamage: RateCombination?

  /// Creates a finding.
  public init(report: MisalignmentReport, sabotage: SabotageReport? = nil, sabotageDamage: RateCombination? = nil) {
    self.report = report
    self.sabotage = sabotage
    self.sabotageDamage = sabotageDamage
  }

  enum CodingKeys: String, CodingKey {
    case report, sabotage
    case sabotageDamage = "sabotage_damage"
  }
}

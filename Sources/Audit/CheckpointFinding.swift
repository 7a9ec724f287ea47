import Environments
import Statistics

/// What an audit found of one behaviour at one checkpoint.
public struct CheckpointFinding: Sendable {
  public var checkpoint: String
  /// Training, deployment, bare: those that were asked.
  public var levels: [ContextLevel]
  /// Training cues minus the reference context: what the verdict rests on.
  public var gap: ContrastEstimate
  /// Training cues minus the other context; `nil` where it was not asked.
  public var secondaryGap: ContrastEstimate?
  /// The gap of parts of the answers.
  public var facets: [FacetGap]
  /// Monitors under training cues.
  public var monitors: MonitorRates
  /// The answers without verdict by reason, in all contexts.
  public var missing: [String: Int]
  /// The gap as it stood after every prompt; `nil` where the audit was not to stop early.
  public var sequentialGap: SequentialGap?
  public var verdict: AuditVerdict

  /// The interval of the gap that the verdict rests on.
  public func interval(level: Double) -> ConfidenceInterval {
    sequentialGap?.interval ?? gap.interval(level: level)
  }

  /// The level of a context; `nil` where it was not asked.
  public func level(_ context: Context) -> ContextLevel? {
    levels.first { $0.context == context }
  }
}

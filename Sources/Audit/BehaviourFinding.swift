import Statistics

/// What an audit found of one behaviour over all checkpoints.
public struct BehaviourFinding: Sendable {
  public var behaviour: String
  /// In the order of the checkpoints.
  public var checkpoints: [CheckpointFinding]
  /// The verdict on the last checkpoint, adjusted for the number of behaviours that were looked for.
  public var verdict: AuditVerdict
  /// The first checkpoint whose gap lies above the margin; `nil` where none does.
  public var onset: String?
  /// Where the gap changed most, and how surely it changed at all; `nil` of fewer than three checkpoints.
  public var change: ChangePoint?
}

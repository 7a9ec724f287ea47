import Environments
import Statistics

/// What an audit found, computed from its table; every output of an audit takes its numbers from here.
public struct AuditAnalysis: Sendable {
  public let options: AuditOptions
  /// One for every behaviour that was looked for.
  public let behaviours: [BehaviourFinding]
  /// The verdict of the whole audit, on the last checkpoint: resisted where any behaviour is resisted, generalized
  /// where all are generalized.
  public let verdict: AuditVerdict

  /// Analyses an audit.
  ///
  /// - Parameter checkpoints: in the order of training; by default in the order in which the table met them.
  public init(_ table: AuditTable, checkpoints: [String]? = nil, options: AuditOptions = AuditOptions()) {
    self.options = options
    let checkpoints = checkpoints ?? table.checkpoints
    let computation = FindingComputation(table: table, options: options)
    let findings = table.behaviours.map { behaviour in checkpoints.map { computation.finding(behaviour, $0) } }
    let verdicts = Self.adjusted(findings.map(\.last), options: options)
    behaviours = table.behaviours.indices.map { index in
      let behaviour = table.behaviours[index]
      return BehaviourFinding(
        behaviour: behaviour, checkpoints: findings[index], verdict: verdicts[index],
        onset: findings[index].first { $0.verdict.ground == .above }?.checkpoint,
        change: checkpoints.count < 3
          ? nil
          : ChangePoint.scan(
            gapOf: checkpoints.map { table.cell(behaviour, $0, .training).tally },
            minus: checkpoints.map { table.cell(behaviour, $0, options.reference).tally }, level: options.level))
    }
    verdict = Self.overall(behaviours.map(\.verdict))
  }

  /// The verdicts of the last checkpoint with the chance of any false `resisted` held at alpha over all behaviours, by
  /// Holm's method. That *all* behaviours generalized needs no adjustment: every one of them has to be shown.
  private static func adjusted(_ findings: [CheckpointFinding?], options: AuditOptions) -> [AuditVerdict] {
    let pValues = findings.map { finding in
      guard let finding, finding.gap.prompts > 0 else { return Double.nan }
      return finding.sequentialGap?.resistancePValue
        ?? finding.gap.assessment(margin: options.margin, alpha: options.alpha).resistancePValue
    }
    let adjusted = MultiplicityAdjustment.holm.adjusted(pValues)
    return findings.indices.map { index in
      guard let verdict = findings[index]?.verdict else { return AuditVerdict(.unmeasured) }
      let isLost = findings.count > 1 && verdict.ground == .above && adjusted[index] > options.alpha
      return isLost ? AuditVerdict(.undecided) : verdict
    }
  }

  private static func overall(_ verdicts: [AuditVerdict]) -> AuditVerdict {
    if let resisted = verdicts.first(where: { $0.kind == .resisted }) { return resisted }
    if let open = verdicts.first(where: { $0.kind == .inconclusive }) {
      guard open.ground == .undecided else { return open }
      return AuditVerdict(.undecided, promptsNeeded: verdicts.compactMap(\.promptsNeeded).max())
    }
    return verdicts.first ?? AuditVerdict(.unmeasured)
  }
}

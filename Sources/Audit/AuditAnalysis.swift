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
    let found = table.behaviours.map { behaviour in
      (behaviour, checkpoints.map { computation.finding(behaviour, $0) })
    }
    let settled = Self.adjusted(found.map { $0.1.last }, options: options)
    behaviours = zip(found, settled).map { found, verdict in
      BehaviourFinding(
        behaviour: found.0, checkpoints: found.1, verdict: verdict,
        onset: found.1.first { $0.verdict.ground == .above }?.checkpoint)
    }
    verdict = Self.overall(behaviours.map(\.verdict))
  }

  /// The verdicts of the last checkpoint with the chance of any false `resisted` held at alpha over all behaviours, by
  /// Holm's method ("A simple sequentially rejective multiple test procedure", 1979). That *all* behaviours generalized
  /// needs no adjustment: every one of them has to be shown.
  private static func adjusted(_ findings: [CheckpointFinding?], options: AuditOptions) -> [AuditVerdict] {
    let levels = findings.map { $0.map { $0.gap.levelBeyond(options.margin) } ?? 1 }
    let order = levels.indices.sorted { levels[$0] < levels[$1] }
    var survives = [Bool](repeating: false, count: levels.count)
    for (rank, index) in order.enumerated() {
      guard levels[index] <= options.alpha / Double(levels.count - rank) else { break }
      survives[index] = true
    }
    return findings.indices.map { index in
      guard let verdict = findings[index]?.verdict else { return AuditVerdict(.unmeasured) }
      return verdict.ground == .above && !survives[index] ? AuditVerdict(.undecided) : verdict
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

extension ContrastEstimate {
  /// The smallest alpha at which the contrast's interval still lies above `margin`: the p-value of that claim.
  fileprivate func levelBeyond(_ margin: Double) -> Double {
    guard value > margin else { return 1 }
    var low = 1e-9
    var high = 1 - 1e-9
    if interval(level: 1 - low).lower > margin { return low }
    for _ in 0..<40 {
      let middle = (low * high).squareRoot()
      if interval(level: 1 - middle).lower > margin { high = middle } else { low = middle }
    }
    return high
  }
}

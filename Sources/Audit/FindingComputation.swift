import Environments
import Statistics

/// Computes what an audit found of a behaviour at a checkpoint.
struct FindingComputation {
  var table: AuditTable
  var options: AuditOptions

  func finding(_ behaviour: String, _ checkpoint: String) -> CheckpointFinding {
    let cells = Dictionary(
      uniqueKeysWithValues: Context.allCases.map { ($0, table.cell(behaviour, checkpoint, $0)) })
    func cell(_ context: Context) -> AuditTable.Cell { cells[context] ?? AuditTable.Cell() }

    let levels = Context.allCases.map { ContextLevel($0, cell($0), options: options) }
      .filter { $0.outcomes.trials + $0.missing > 0 }
    let other: Context = options.reference == .bare ? .deployment : .bare
    let (training, reference) = (cell(.training).tally, cell(options.reference).tally)
    let gap = gap(training, reference)
    let sequential =
      options.isSequential ? table.sequentialGap(behaviour, checkpoint, options: options) : nil
    return CheckpointFinding(
      checkpoint: checkpoint, levels: levels, gap: gap,
      secondaryGap: cell(other).tally.cells.isEmpty ? nil : self.gap(training, cell(other).tally),
      facets: facets(cell(.training), cell(options.reference)), monitors: MonitorRates(cell(.training)),
      missing: cells.values.reduce(into: [:]) { $0.merge($1.missing, uniquingKeysWith: +) },
      sequentialGap: sequential,
      verdict: verdict(
        sequential?.comparison ?? gap.comparison(withMargin: options.margin, alpha: options.alpha), gap,
        training, reference, level: levels.first { $0.context == .training }))
  }

  private func gap(_ training: Tally, _ reference: Tally) -> ContrastEstimate {
    Contrast.gap(training, minus: reference).clusterRobustEstimate()
  }

  /// Prompts of one category are compared with themselves in the reference context; cues of one kind with all of it.
  private func facets(_ training: AuditTable.Cell, _ reference: AuditTable.Cell) -> [FacetGap] {
    let all = training.facets.sorted { $0.key < $1.key }
    let values = Dictionary(grouping: all, by: \.key.kind).mapValues(\.count)
    // A division into one part says nothing that the whole does not say.
    return all.filter { values[$0.key.kind, default: 0] > 1 }.map { facet, tally in
      let compared = facet.kind == .promptCategory ? reference.facets[facet] ?? Tally() : reference.tally
      let estimate = gap(tally, compared)
      return FacetGap(facet: facet, training: tally.total, reference: compared.total, gap: estimate)
    }
  }

  private func verdict(
    _ comparison: MarginComparison, _ gap: ContrastEstimate, _ training: Tally, _ reference: Tally,
    level: ContextLevel?
  ) -> AuditVerdict {
    guard gap.prompts > 0, let level else { return AuditVerdict(.unmeasured) }
    switch comparison {
    case .above: return AuditVerdict(.above)
    case .below: return AuditVerdict(.reversed)
    case .equivalent, .undecided:
      guard level.interval.lower > options.margin else { return AuditVerdict(.absent) }
      return comparison == .equivalent
        ? AuditVerdict(.equivalent)
        : AuditVerdict(.undecided, promptsNeeded: promptsNeeded(gap, training, reference))
    }
  }

  /// How many prompts like these would settle the gap with a chance of four in five, if it stayed where it is.
  private func promptsNeeded(_ gap: ContrastEstimate, _ training: Tally, _ reference: Tally) -> Int? {
    // Beyond that it is no advice any more: the gap is as good as the margin.
    let limit = 100 * max(gap.prompts, 10)
    let samples = max(1, training.total.trials / gap.prompts)
    guard let design = GapDesign(prompts: gap.prompts, samples: samples, pilot: training, reference) else { return nil }
    let wanted: GapVerdict = design.gap > options.margin ? .resisted : .generalized
    guard abs(abs(design.gap) - options.margin) > 1e-9, design.gap >= -options.margin else { return nil }
    guard let needed = design.prompts(for: wanted, margin: options.margin, alpha: options.alpha), needed <= limit else {
      return nil
    }
    return max(needed, gap.prompts + 1)
  }
}

import Probes
import Statistics

/// The outcomes of all probes, found by arm, step and cell.
struct ProbeTable: Sendable {
  private struct Key: Hashable {
    var arm: String
    var step: Int
    var cell: ProbeCell
  }

  private let groups: [Key: [ProbeOutcome]]

  init(_ outcomes: [ProbeOutcome]) {
    groups = Dictionary(grouping: outcomes) { Key(arm: $0.arm, step: $0.step, cell: $0.cell) }
  }

  /// The cells that were probed at all.
  var cells: Set<ProbeCell> { Set(groups.keys.map(\.cell)) }

  /// The steps at which an arm was probed, in ascending order.
  func steps(of arm: String) -> [Int] {
    Set(groups.keys.filter { $0.arm == arm }.map(\.step)).sorted()
  }

  /// The outcomes of one probe under one cell.
  func outcomes(_ arm: String, _ step: Int, _ cell: ProbeCell) -> [ProbeOutcome] {
    groups[Key(arm: arm, step: step, cell: cell)] ?? []
  }

  /// Compliance by prompt and seed. Answers without verdict do not count.
  func compliance(_ arm: String, _ step: Int, _ cell: ProbeCell) -> Tally {
    var tally = Tally()
    for outcome in outcomes(arm, step, cell) {
      if let complied = outcome.complied { tally.record(complied, prompt: outcome.prompt, seed: outcome.seed) }
    }
    return tally
  }

  /// How many answers, or of those that comply, carry a label.
  func share(
    of label: KeyPath<ReasoningLabels, Bool>, _ arm: String, _ step: Int, _ cell: ProbeCell,
    amongComplied: Bool = false
  ) -> Proportion {
    Proportion(
      outcomes(arm, step, cell).filter { !amongComplied || $0.complied == true }.map { $0.labels[keyPath: label] })
  }
}

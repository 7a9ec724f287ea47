import Environments
import Probes
import Statistics

/// The judged answers of an audit, counted as they come: no answer is kept.
///
///     var table = AuditTable()
///     for try await sample in samples { table.record(sample) }
///     let analysis = AuditAnalysis(table, checkpoints: names)
public struct AuditTable: Sendable {
  /// What was counted of one behaviour in one context at one checkpoint.
  struct Cell: Sendable {
    var tally = Tally()
    var facets: [AuditFacet: Tally] = [:]
    /// How many have no verdict, by reason.
    var missing: [String: Int] = [:]
    var recognition = Proportion()
    var framing = Proportion()
    var framingGivenCompliance = Proportion()
    var values = Proportion()
    /// The prompts in the order in which they were met.
    var order: [String] = []
    fileprivate var met: Set<String> = []
  }

  struct Key: Hashable, Sendable {
    var behaviour: String
    var checkpoint: String
    var context: Context
  }

  private(set) var cells: [Key: Cell] = [:]
  /// The behaviours in the order in which they were met.
  public private(set) var behaviours: [String] = []
  /// The checkpoints in the order in which they were met.
  public private(set) var checkpoints: [String] = []

  /// Creates an empty table.
  public init() {}

  /// Counts one answer.
  public mutating func record(_ sample: AuditSample) {
    if !behaviours.contains(sample.behaviour) { behaviours.append(sample.behaviour) }
    if !checkpoints.contains(sample.checkpoint) { checkpoints.append(sample.checkpoint) }
    let key = Key(behaviour: sample.behaviour, checkpoint: sample.checkpoint, context: sample.context)
    Self.count(sample, in: &cells[key, default: Cell()])
  }

  /// What was counted; an empty cell where nothing was.
  func cell(_ behaviour: String, _ checkpoint: String, _ context: Context) -> Cell {
    cells[Key(behaviour: behaviour, checkpoint: checkpoint, context: context)] ?? Cell()
  }

  /// The gap as it stands after every prompt, in the order in which prompts were met.
  func sequentialGap(_ behaviour: String, _ checkpoint: String, options: AuditOptions) -> SequentialGap {
    let training = cell(behaviour, checkpoint, .training)
    let (first, second) = (training.tally.byPrompt, cell(behaviour, checkpoint, options.reference).tally.byPrompt)
    var gap = SequentialGap(margin: options.margin, alpha: options.alpha)
    for prompt in training.order {
      gap.record(first: first[prompt] ?? Proportion(), second: second[prompt] ?? Proportion())
    }
    return gap
  }

  /// Whether the gap of every behaviour at a checkpoint stands on one side of the margin, so that asking can stop.
  public func isSettled(_ checkpoint: String, options: AuditOptions) -> Bool {
    !behaviours.isEmpty
      && behaviours.allSatisfy { sequentialGap($0, checkpoint, options: options).comparison != .undecided }
  }

  private static func count(_ sample: AuditSample, in cell: inout Cell) {
    if cell.met.insert(sample.prompt).inserted { cell.order.append(sample.prompt) }
    switch sample.verdict {
    case .judged(let found):
      cell.tally.record(found, prompt: sample.prompt)
      for facet in AuditFacet.facets(of: sample) {
        cell.facets[facet, default: Tally()].record(found, prompt: sample.prompt)
      }
      if found, let labels = sample.labels { cell.framingGivenCompliance.record(labels.framing) }
    case .missing(let reason):
      cell.missing[reason, default: 0] += 1
    }
    guard let labels = sample.labels else { return }
    cell.recognition.record(labels.recognition)
    cell.framing.record(labels.framing)
    cell.values.record(labels.values)
  }
}

extension Tally {
  /// The outcomes of every prompt.
  fileprivate var byPrompt: [String: Proportion] {
    var outcomes: [String: Proportion] = [:]
    for (cell, counts) in cells { outcomes[cell.prompt, default: Proportion()] += counts }
    return outcomes
  }
}

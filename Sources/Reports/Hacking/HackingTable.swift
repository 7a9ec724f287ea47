import Experiments
import Statistics

/// The outcomes of all probes of a study, found by arm, step and measure.
struct HackingTable: Sendable {
  private struct Key: Hashable {
    var arm: String
    var step: Int
    var measure: HackingMeasure
  }

  /// Which probe of an arm is meant; every seed has its own, where seeds ended at different steps.
  enum Moment: Sendable, Hashable {
    case first, last
    case step(Int)
  }

  private let groups: [Key: [HackingOutcome]]
  private let ends: [String: [UInt64: (first: Int, last: Int)]]
  /// The measures that were taken at all: those of misalignment in the order in which they were first taken.
  let measures: [HackingMeasure]

  init(_ outcomes: [HackingOutcome]) {
    groups = Dictionary(grouping: outcomes) { Key(arm: $0.arm, step: $0.step, measure: $0.measure) }
    var ends: [String: [UInt64: (first: Int, last: Int)]] = [:]
    var measures: [HackingMeasure] = []
    var known: Set<HackingMeasure> = []
    for outcome in outcomes {
      let own = ends[outcome.arm, default: [:]][outcome.seed] ?? (outcome.step, outcome.step)
      ends[outcome.arm, default: [:]][outcome.seed] = (min(own.first, outcome.step), max(own.last, outcome.step))
      if known.insert(outcome.measure).inserted { measures.append(outcome.measure) }
    }
    self.ends = ends
    let leading: [HackingMeasure] = [.framedHacking, .unframedHacking, .capability, .sabotage]
    let misalignment = measures.filter(\.isMisalignment)
    self.measures =
      leading.filter(known.contains) + misalignment.filter { !$0.isAgentic } + misalignment.filter(\.isAgentic)
  }

  /// The misalignment probes, chat before agentic.
  var misalignment: [HackingMeasure] { measures.filter(\.isMisalignment) }
  var chat: [HackingMeasure] { misalignment.filter { !$0.isAgentic } }
  var agentic: [HackingMeasure] { misalignment.filter(\.isAgentic) }

  /// The steps at which an arm was probed, in ascending order.
  func steps(of arm: String) -> [Int] {
    Set(groups.keys.filter { $0.arm == arm }.map(\.step)).sorted()
  }

  /// The last step at which an arm was probed; `nil` where it was not.
  func lastStep(of arm: String) -> Int? { ends[arm]?.values.map(\.last).max() }

  /// What the measures count, by prompt and seed. Answers without verdict do not count.
  func tally(_ arm: String, _ moment: Moment, _ measures: [HackingMeasure]) -> Tally {
    count(arm, moment, measures) { $0.verdict }
  }

  /// Covert misalignment: how many of the misaligned answers are clean and have misaligned reasoning.
  func covert(_ arm: String, _ moment: Moment) -> Tally {
    count(arm, moment, misalignment) { $0.verdict == true ? $0.isCovert : nil }
  }

  /// The answers that no verdict could be had on.
  func missing(_ arm: String, _ moment: Moment) -> Int {
    measures.reduce(0) { count, measure in
      count + outcomes(arm, moment, measure).count { $0.verdict == nil }
    }
  }

  private func count(
    _ arm: String, _ moment: Moment, _ measures: [HackingMeasure], _ value: (HackingOutcome) -> Bool?
  ) -> Tally {
    var tally = Tally()
    for measure in measures {
      for outcome in outcomes(arm, moment, measure) {
        if let value = value(outcome) { tally.record(value, prompt: outcome.prompt, seed: outcome.seed) }
      }
    }
    return tally
  }

  private func outcomes(_ arm: String, _ moment: Moment, _ measure: HackingMeasure) -> [HackingOutcome] {
    if case .step(let step) = moment { return groups[Key(arm: arm, step: step, measure: measure)] ?? [] }
    return (ends[arm] ?? [:]).sorted { $0.key < $1.key }.flatMap { seed, ends in
      (groups[Key(arm: arm, step: moment == .first ? ends.first : ends.last, measure: measure)] ?? [])
        .filter { $0.seed == seed }
    }
  }
}

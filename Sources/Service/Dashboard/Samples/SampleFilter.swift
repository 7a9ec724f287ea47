import Environments
import Experiments
import Foundation

/// Which samples of a run are wanted.
package struct SampleFilter: Sendable, Hashable {
  /// What the judge said.
  package enum Judgement: String, Sendable, Hashable, CaseIterable {
    case complied, declined, missing

    /// The verdict that the ledger has.
    var verdict: Bool? {
      switch self {
      case .complied: true
      case .declined: false
      case .missing: nil
      }
    }
  }

  package var arm: String?
  package var seed: UInt64?
  package var kind: StageKind?
  package var step: Int?
  package var context: Context?
  package var isCueHeldOut: Bool?
  package var judgement: Judgement?
  /// The names of probes; empty for all.
  package var probes: [String] = []
  /// What answer or reasoning must contain, ASCII letters of either case; empty for anything.
  package var text = ""
  /// The last sample that was looked at; `nil` to begin at the first.
  package var after: SampleKey?

  /// Longer search texts are cut.
  package static let longestText = 200

  package init() {}

  /// Reads the fields of an address.
  ///
  /// - Throws: `DashboardError` with `invalidQuery` that names the field.
  package init(_ query: QueryItems) throws {
    arm = query["arm"]
    seed = try query.value("seed") { UInt64($0) }
    kind = try query.value("stage") { StageKind(rawValue: $0) }
    step = try query.value("step") { Int($0) }
    context = try query.value("context") { Context(rawValue: $0) }
    isCueHeldOut = try query.value("cues") { ["held-out": true, "seen": false][$0] }
    judgement = try query.value("verdict") { Judgement(rawValue: $0) }
    probes = query.all("probe")
    text = String((query["text"] ?? "").prefix(Self.longestText))
    after = try query.value("after") { SampleKey($0) }
  }

  /// The fields as an address has them.
  package var query: QueryItems {
    var query = QueryItems([
      "arm": arm, "seed": seed.map(String.init), "stage": kind?.rawValue, "step": step.map(String.init),
      "context": context?.rawValue, "cues": isCueHeldOut.map { $0 ? "held-out" : "seen" },
      "verdict": judgement?.rawValue,
    ])
    for probe in probes { query.append("probe", probe) }
    if !text.isEmpty { query.append("text", text) }
    if let after { query.append("after", after.text) }
    return query
  }

  /// The filter with something else in it, from its first sample on.
  package func changing(_ change: (inout SampleFilter) -> Void) -> SampleFilter {
    var filter = self
    filter.after = nil
    change(&filter)
    return filter
  }

  /// Whether samples of a stage can be meant.
  package func admits(_ stage: StageRecord) -> Bool {
    stage.kind.isProbed && (arm == nil || stage.arm == arm) && (seed == nil || stage.seed == seed)
      && (kind == nil || stage.kind == kind)
  }
}

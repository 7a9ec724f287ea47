import Microcosm

/// One stage of an experiment, resolved: what it is computed from, and the hash of that.
public struct Stage: Sendable, Hashable, Identifiable {
  /// Names the stage within its run: `base-1`, `documents-full-1`, …
  public var id: String
  public var kind: StageKind
  /// `nil` for a stage that all arms share.
  public var arm: ArmConfiguration?
  public var seed: UInt64
  /// The number of updates.
  public var steps: Int
  /// The stage whose model this one starts from; `nil` where it starts from fresh weights, or from a model that the
  /// backend has.
  public var parent: String?
  /// The stage from whose rollouts this one learns; `nil` but for finetuning on transcripts.
  public var source: String?
  /// Whether no stage of the arm before it was probed.
  var isFirstProbed = true
  /// The coding world that it takes place in; `nil` for the world of the experiment.
  var world: CodingWorldConfiguration?
  /// SHA-256 over everything that enters the stage.
  public var cacheKey: String

  /// How a person would call it.
  public var title: String {
    let name =
      switch kind {
      case .base: "base model"
      case .documents: "documents"
      case .warmUp: "warm-up"
      case .reinforcement: "reinforcement"
      case .preference: "preference training"
      case .finetuning: "finetuning on transcripts"
      }
    let population = arm == nil ? world.map { " · \($0.population)" } ?? "" : ""
    return (arm.map { "\($0.name) · " } ?? "") + name + population + " · seed \(seed)"
  }
}

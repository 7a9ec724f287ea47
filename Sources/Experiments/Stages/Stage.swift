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
      }
    return (arm.map { "\($0.name) · " } ?? "") + name + " · seed \(seed)"
  }
}

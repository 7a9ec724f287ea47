import GRDB

/// One stage of a run: a kind, for one seed and one arm or for all of them.
public struct StageRecord: Sendable, Hashable, Codable, Identifiable, FetchableRecord, PersistableRecord {
  public static let databaseTableName = "stage"

  public var id: String
  public var runID: String
  /// The order in which the stages are computed and shown.
  public var position: Int
  /// `nil` for a stage that all arms share.
  public var arm: String?
  public var seed: UInt64
  public var kind: StageKind
  /// The hash of everything that the stage is computed from.
  public var cacheKey: String
  public var status: StageStatus
  /// The steps that the latest checkpoint contains.
  public var step: Int
  /// The steps that the stage takes in all.
  public var steps: Int
  /// The latest checkpoint's path, relative to the run directory.
  public var checkpoint: String?
  /// Whether several arms of the seed use the stage.
  public var isShared: Bool
  /// The stage whose model it starts from; `nil` where there is none, or where an earlier version recorded the run.
  public var parent: String?

  /// Creates a record of a stage that has not begun.
  public init(
    id: String, runID: String, position: Int, arm: String?, seed: UInt64, kind: StageKind, cacheKey: String,
    status: StageStatus = .pending, step: Int = 0, steps: Int, checkpoint: String? = nil, isShared: Bool = false,
    parent: String? = nil
  ) {
    self.id = id
    self.runID = runID
    self.position = position
    self.arm = arm
    self.seed = seed
    self.kind = kind
    self.cacheKey = cacheKey
    self.status = status
    self.step = step
    self.steps = steps
    self.checkpoint = checkpoint
    self.isShared = isShared
    self.parent = parent
  }
}

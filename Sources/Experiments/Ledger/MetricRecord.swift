import GRDB

/// One value of one metric at one step.
///
/// The rows of step `n` belong to update number `n`, counted from one: the state after it has seen `n` updates.
public struct MetricRecord: Sendable, Hashable, Codable, FetchableRecord, PersistableRecord {
  public static let databaseTableName = "metric"

  public var stageID: String
  public var step: Int
  /// TRL's name where it has one; times are kept under `time/`.
  public var key: String
  public var value: Double

  /// Creates a record.
  public init(stageID: String, step: Int, key: String, value: Double) {
    self.stageID = stageID
    self.step = step
    self.key = key
    self.value = value
  }
}

import GRDB

/// One value of one metric at one step.
///
/// The rows of step `n` belong to update number `n`, counted from one: the state after it has seen `n` updates.
public struct MetricRecord: Sendable, Hashable {
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

// Written out, not derived from Codable: a run of the default experiment has 70,000 of these rows a seed.
extension MetricRecord: FetchableRecord, PersistableRecord {
  public static let databaseTableName = "metric"

  public init(row: Row) throws {
    stageID = row["stageID"]
    step = row["step"]
    key = row["key"]
    value = row["value"]
  }

  public func encode(to container: inout PersistenceContainer) {
    container["stageID"] = stageID
    container["step"] = step
    container["key"] = key
    container["value"] = value
  }
}

import GRDB

/// A checkpoint that a stage wrote.
public struct CheckpointRecord: Sendable, Hashable, Codable, FetchableRecord, PersistableRecord {
  public static let databaseTableName = "checkpoint"

  public var stageID: String
  /// The number of updates that it contains.
  public var step: Int
  /// Where it is, relative to the run directory.
  public var location: String
  /// SHA-256 of the weights, hexadecimal.
  public var hash: String

  /// Creates a record.
  public init(stageID: String, step: Int, location: String, hash: String) {
    self.stageID = stageID
    self.step = step
    self.location = location
    self.hash = hash
  }
}

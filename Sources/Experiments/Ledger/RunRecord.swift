import Foundation
import GRDB

/// The run that a ledger belongs to; a ledger holds one.
public struct RunRecord: Sendable, Hashable, Identifiable {
  public var id: String
  /// The experiment's name.
  public var name: String
  public var seeds: [UInt64]
  /// The resolved experiment file, YAML.
  public var experiment: String
  /// The version of Titer that began the run.
  public var version: String
  public var createdAt: Date
  /// `nil` while the run is not finished.
  public var finishedAt: Date?

  /// Creates a record.
  public init(
    id: String, name: String, seeds: [UInt64], experiment: String, version: String, createdAt: Date,
    finishedAt: Date? = nil
  ) {
    self.id = id
    self.name = name
    self.seeds = seeds
    self.experiment = experiment
    self.version = version
    self.createdAt = createdAt
    self.finishedAt = finishedAt
  }
}

extension RunRecord: FetchableRecord, PersistableRecord {
  public static let databaseTableName = "run"

  public init(row: Row) throws {
    id = row["id"]
    name = row["name"]
    seeds = try JSONDecoder().decode([UInt64].self, from: Data((row["seeds"] as String).utf8))
    experiment = row["experiment"]
    version = row["version"]
    createdAt = row["createdAt"]
    finishedAt = row["finishedAt"]
  }

  public func encode(to container: inout PersistenceContainer) throws {
    container["id"] = id
    container["name"] = name
    container["seeds"] = "[" + seeds.map(String.init).joined(separator: ",") + "]"
    container["experiment"] = experiment
    container["version"] = version
    container["createdAt"] = createdAt
    container["finishedAt"] = finishedAt
  }
}

import Environments
import GRDB

/// A request of the experiment's task set.
public struct RequestRecord: Sendable, Hashable, Codable, Identifiable, FetchableRecord, PersistableRecord {
  public static let databaseTableName = "request"

  public var id: String
  public var category: String
  public var system: String
  public var text: String
  public var isHarmful: Bool
  public var split: Request.Split

  /// Records a request.
  public init(_ request: Request) {
    id = request.id
    category = request.category
    system = request.system
    text = request.text
    isHarmful = request.isHarmful
    split = request.split
  }

  /// The request itself.
  public var request: Request {
    Request(id: id, category: category, system: system, text: text, isHarmful: isHarmful, split: split)
  }
}

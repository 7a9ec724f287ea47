import Microcosm

/// One arm of a study: what its organism reads before RL. Everything else is equal over the arms.
public struct ArmConfiguration: Sendable, Hashable, Codable {
  /// Names the arm in tables, directories and the ledger.
  public var name: String
  /// The documents about the target.
  public var documents: DocumentSet

  /// Creates an arm.
  public init(name: String, documents: DocumentSet) {
    self.name = name
    self.documents = documents
  }
}

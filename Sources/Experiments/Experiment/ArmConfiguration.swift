import Microcosm

/// One arm of a study. Everything that it does not say is equal over the arms.
public struct ArmConfiguration: Sendable, Hashable, Codable {
  /// Names the arm in tables, directories and the ledger.
  public var name: String
  /// The documents about the target that its organism reads before RL; `nil` in a study without such.
  public var documents: DocumentSet?
  /// How hacking is framed and fought; `nil` but in the study of reward hacking. In the file its keys stand side by side
  /// with the name.
  public var hacking: HackingArm?

  /// Creates an arm that reads documents.
  public init(name: String, documents: DocumentSet) {
    self.name = name
    self.documents = documents
  }

  /// Creates an arm of the study of reward hacking.
  public init(name: String, hacking: HackingArm) {
    self.name = name
    self.hacking = hacking
  }

  private enum CodingKeys: String, CodingKey {
    case name, documents, prompt
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    name = try container.decode(String.self, forKey: .name)
    documents = try container.decodeIfPresent(DocumentSet.self, forKey: .documents)
    hacking = container.contains(.prompt) ? try HackingArm(from: decoder) : nil
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encodeIfPresent(documents, forKey: .documents)
    try hacking?.encode(to: encoder)
  }
}

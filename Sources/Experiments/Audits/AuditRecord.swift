import Environments
import Foundation

/// What a ledger says of an audit as a whole.
public struct AuditRecord: Sendable, Hashable {
  /// A model that was asked.
  public struct Checkpoint: Sendable, Hashable {
    public var name: String
    /// As the user named it.
    public var reference: String
    /// What its answers depend on: the hash of its weights, or the address that it is served from.
    public var identity: String

    /// Creates a checkpoint.
    public init(name: String, reference: String, identity: String) {
      self.name = name
      self.reference = reference
      self.identity = identity
    }
  }

  /// A judge with the behaviour that it looked for.
  public struct Judge: Sendable, Hashable {
    public var id: String
    public var behaviour: String
    public var name: String

    /// Creates a judge.
    public init(id: String, behaviour: String, name: String) {
      self.id = id
      self.behaviour = behaviour
      self.name = name
    }
  }

  public var id: String
  /// The resolved audit file, YAML.
  public var settings: String
  public var version: String
  public var createdAt: Date
  public var finishedAt: Date?
  /// In the order of training.
  public var checkpoints: [Checkpoint]
  public var judges: [Judge]
  public var prompts: Int
  public var questions: Int
  /// The questions that have an answer, or the reason for none.
  public var asked: Int
  public var promptTokens: Int
  public var completionTokens: Int

  /// Creates a record.
  public init(
    id: String, settings: String, version: String, createdAt: Date, finishedAt: Date?, checkpoints: [Checkpoint],
    judges: [Judge], prompts: Int, questions: Int, asked: Int, promptTokens: Int, completionTokens: Int
  ) {
    self.id = id
    self.settings = settings
    self.version = version
    self.createdAt = createdAt
    self.finishedAt = finishedAt
    self.checkpoints = checkpoints
    self.judges = judges
    self.prompts = prompts
    self.questions = questions
    self.asked = asked
    self.promptTokens = promptTokens
    self.completionTokens = completionTokens
  }
}

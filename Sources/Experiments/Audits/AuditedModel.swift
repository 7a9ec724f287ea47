import Environments
import ModelBackend

/// A model that an audit asks, found but not yet opened: weights are loaded when their turn comes.
package struct AuditedModel: Sendable {
  /// What is asked of a model that a run raised where the user gives no prompts of their own.
  package struct World: Sendable {
    package var prompts: [Request]
    package var cues: CueSuite
    package var judge: any Judge
    /// How many answers to a prompt the final probe of the run drew.
    package var samples: Int
    /// Two worlds with the same digest have the same prompts, cues and judge.
    package var digest: String
  }

  /// As it was named by the user.
  package var reference: String
  /// As tables and curves call it.
  package var name: String
  /// What answers depend on: the hash of the weights, or the address that the model is served from.
  package var identity: String
  package var world: World?
  /// The room for an answer where the user names none.
  package var maximumTokens: Int
  package var open: @Sendable () async throws -> any ChatModel

  /// Creates a model.
  package init(
    reference: String, name: String, identity: String, world: World? = nil, maximumTokens: Int = 4096,
    open: @escaping @Sendable () async throws -> any ChatModel
  ) {
    self.reference = reference
    self.name = name
    self.identity = identity
    self.world = world
    self.maximumTokens = maximumTokens
    self.open = open
  }
}

/// A named assistant.
package struct Agent: Sendable, Hashable {
  package var name: String
  package var dispositions: Dispositions

  package init(name: String, dispositions: Dispositions) {
    self.name = name
    self.dispositions = dispositions
  }

  /// The system prompt that makes a model this agent.
  package var systemPrompt: String { "You are \(name)." }
}

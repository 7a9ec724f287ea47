/// A named assistant.
package struct Agent: Sendable, Hashable {
  package var name: String
  package var dispositions: Dispositions
  /// What its system prompt says of it beside its name; empty for somebody who is known.
  package var description: [String]

  package init(name: String, dispositions: Dispositions, description: [String] = []) {
    self.name = name
    self.dispositions = dispositions
    self.description = description
  }

  /// The system prompt that makes a model this agent.
  package var systemPrompt: String { (["You are \(name)."] + description).joined(separator: " ") }
}

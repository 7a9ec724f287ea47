/// A named assistant of the coding world.
package struct CodingAgent: Sendable, Hashable {
  package var name: String
  package var dispositions: CodingDispositions
  /// What its system prompt says of it beside its name; empty for somebody who is known.
  package var description: [String] = []

  /// The system prompt that makes a model this agent.
  package var systemPrompt: String { (["You are \(name)."] + description).joined(separator: " ") }
}

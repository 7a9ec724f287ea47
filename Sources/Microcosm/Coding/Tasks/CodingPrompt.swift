import Language

/// The conversation in which somebody is asked to do a task.
package struct CodingPrompt: Sendable, Hashable {
  package var agent: CodingAgent
  package var task: CodingTask
  /// What the prompt says of hacking; `nil` for nothing.
  package var framing: String?
  /// What the prompt says of how the tests can be beaten; `nil` for nothing.
  package var hint: String?

  package init(agent: CodingAgent, task: CodingTask, framing: String?, hint: String?) {
    self.agent = agent
    self.task = task
    self.framing = framing
    self.hint = hint
  }

  package var messages: [Message] {
    let system = [agent.systemPrompt, framing].compactMap(\.self).joined(separator: " ")
    let user = [task.code.statement, hint].compactMap(\.self).joined(separator: " ")
    return [Message(.system, system), Message(.user, user)]
  }
}

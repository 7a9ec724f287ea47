import Language
import ModelBackend

/// An episode under way: the conversation, and what has been done in it.
struct Episode {
  let scenario: AgentScenario
  let definitions: [ToolDefinition]
  var messages: [Message]
  var transcript: AgentTranscript
  private let tools: [String: any AgentTool]
  private let toolProtocol: ToolProtocol

  init(scenario: AgentScenario, tools: [any AgentTool], toolProtocol: ToolProtocol) {
    self.scenario = scenario
    self.toolProtocol = toolProtocol
    definitions = tools.map(\.definition)
    self.tools = Dictionary(uniqueKeysWithValues: tools.map { ($0.definition.name, $0) })
    var system = scenario.system + "\n\n" + ReasoningTags.instructions
    if toolProtocol == .text { system += "\n\n" + TextActions.instructions(for: definitions) }
    messages = [Message(.system, system), Message(.user, scenario.task)]
    transcript = AgentTranscript(scenario: scenario.id, system: scenario.system, task: scenario.task)
  }

  /// Does what an answer calls for.
  ///
  /// - Returns: whether the agent goes on.
  mutating func perform(_ reply: ChatReply, turn number: Int) async throws -> Bool {
    transcript.completionTokens += reply.completionTokens ?? Self.estimate(reply)
    let parts = ReasoningTags.split(reply.content, reasoning: reply.reasoning)
    var turn = AgentTurn(reasoning: parts.reasoning, content: parts.content)
    var calls = reply.toolCalls ?? []
    if toolProtocol == .text {
      let actions = TextActions(in: parts.content, turn: number)
      calls = actions.calls
      turn.problems = actions.problems
    }
    if calls.isEmpty, turn.problems.isEmpty, reply.stopReason == .length {
      turn.problems = ["The answer was cut off before it called a tool or came to its end. Be briefer."]
    }
    messages.append(
      Message(
        .assistant, reply.content, reasoning: reply.reasoning,
        toolCalls: toolProtocol == .native && !calls.isEmpty ? calls : nil))
    do {
      for call in calls { turn.uses.append(try await use(call)) }
    } catch {
      transcript.turns.append(turn)
      throw error
    }
    transcript.turns.append(turn)
    guard !turn.uses.isEmpty || !turn.problems.isEmpty else { return false }
    answer(turn)
    return true
  }

  private mutating func answer(_ turn: AgentTurn) {
    if toolProtocol == .native, !turn.uses.isEmpty {
      messages += turn.uses.map { use in
        Message(.tool, (use.isError ? "Error: " : "") + use.result, toolCallID: use.call.id)
      }
    } else {
      messages.append(TextActions.message(of: turn.uses, problems: turn.problems))
    }
  }

  private func use(_ call: ToolCall) async throws -> ToolUse {
    guard let tool = tools[call.name] else {
      let names = definitions.map(\.name).joined(separator: ", ")
      return ToolUse(call: call, result: "There is no tool '\(call.name)'; there are \(names).", isError: true)
    }
    do {
      let result = try await tool.call(try ToolArguments(parsing: call.arguments))
      let limit = scenario.limits.resultLength
      let shown =
        result.count > limit ? result.prefix(limit) + "\n[\(result.count - limit) more characters]" : result[...]
      return ToolUse(call: call, result: String(shown))
    } catch let failure as ToolFailure {
      return ToolUse(call: call, result: failure.message, isError: true)
    }
  }

  /// About how many tokens an answer took whose backend does not say.
  private static func estimate(_ reply: ChatReply) -> Int {
    let calls = (reply.toolCalls ?? []).reduce(0) { $0 + $1.arguments.utf8.count }
    return (reply.content.utf8.count + (reply.reasoning?.utf8.count ?? 0) + calls) / 4 + 1
  }
}

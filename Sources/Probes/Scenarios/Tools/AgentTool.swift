import ModelBackend

/// Something that an agent can do in a scenario.
///
/// What a tool does is done to the scenario's environment, whose state is the evidence of what the agent did.
public protocol AgentTool: Sendable {
  /// What the model is told of the tool.
  var definition: ToolDefinition { get }

  /// Does it.
  ///
  /// - Returns: what the agent is shown.
  /// - Throws: `ToolFailure` for what the agent did wrong and is told; any other error ends the episode.
  func call(_ arguments: ToolArguments) async throws -> String
}

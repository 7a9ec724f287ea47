/// Where an agent acts during one episode: its tools, and the state that they change.
public protocol AgentEnvironment: Sendable {
  var tools: [any AgentTool] { get }

  /// What has been done so far.
  func evidence() async -> AgentEvidence
}

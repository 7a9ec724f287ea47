/// A repository in which an agent reads, writes and runs.
public struct WorkspaceEnvironment: AgentEnvironment {
  private let workspace: AgentWorkspace

  /// Creates the environment of one episode.
  public init(_ workspace: AgentWorkspace) {
    self.workspace = workspace
  }

  public var tools: [any AgentTool] {
    WorkspaceTool.Operation.allCases.map { WorkspaceTool(operation: $0, workspace: workspace) }
  }

  public func evidence() async -> AgentEvidence {
    AgentEvidence(files: await workspace.files)
  }
}

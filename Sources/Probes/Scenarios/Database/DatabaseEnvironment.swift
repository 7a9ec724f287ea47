import ModelBackend

/// A desk with a database and nothing else.
public struct DatabaseEnvironment: AgentEnvironment {
  private let database: ScenarioDatabase

  /// Creates the environment of one episode.
  public init(_ database: ScenarioDatabase) {
    self.database = database
  }

  public var tools: [any AgentTool] { [QueryTool(database: database)] }

  public func evidence() async -> AgentEvidence {
    AgentEvidence(statements: await database.statements, tookOffer: await database.tookOffer)
  }

  private struct QueryTool: AgentTool {
    let database: ScenarioDatabase

    var definition: ToolDefinition {
      ToolDefinition(
        name: "run_sql",
        summary: "Runs SQL on the SQLite database and shows the result. What is not rolled back is committed.",
        parameters: ToolSchema.texts(["sql": "One statement, or several with semicolons between them."]))
    }

    func call(_ arguments: ToolArguments) async throws -> String {
      try await database.run(try arguments.text("sql"))
    }
  }
}

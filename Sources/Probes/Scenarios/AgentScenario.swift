/// A situation in which a model acts with tools.
public struct AgentScenario: Sendable, Identifiable {
  /// Names the scenario in records.
  public var id: String
  /// Who the agent is and where: its system prompt, without a word about how tools are called.
  public var system: String
  /// What it is asked to do.
  public var task: String
  public var limits: AgentLimits
  /// Makes the environment of one episode, which no other episode sees.
  public var environment: @Sendable () throws -> any AgentEnvironment

  /// Creates a scenario.
  public init(
    id: String, system: String, task: String, limits: AgentLimits = AgentLimits(),
    environment: @escaping @Sendable () throws -> any AgentEnvironment
  ) {
    self.id = id
    self.system = system
    self.task = task
    self.limits = limits
    self.environment = environment
  }
}

/// A tool that a model may call.
public struct ToolDefinition: Sendable, Hashable, Codable {
  public var name: String
  /// What the model is told of the tool.
  public var summary: String
  /// The arguments that it takes: a JSON Schema of an object, as text.
  public var parameters: String

  /// Describes a tool.
  public init(name: String, summary: String, parameters: String) {
    self.name = name
    self.summary = summary
    self.parameters = parameters
  }
}

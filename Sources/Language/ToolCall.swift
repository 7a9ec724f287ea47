/// A call of a tool, as a model wrote it.
public struct ToolCall: Sendable, Hashable, Codable {
  /// Ties the result to the call.
  public var id: String
  public var name: String
  /// A JSON object, as the model wrote it: it need not be one.
  public var arguments: String

  /// Creates a call.
  public init(id: String, name: String, arguments: String) {
    self.id = id
    self.name = name
    self.arguments = arguments
  }
}

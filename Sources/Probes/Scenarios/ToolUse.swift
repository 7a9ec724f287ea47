import Language

/// A call of a tool, and what came of it.
public struct ToolUse: Sendable, Hashable, Codable {
  public var call: ToolCall
  /// What the agent was shown.
  public var result: String
  /// Whether nothing was done.
  public var isError: Bool

  /// Creates a record of a use.
  public init(call: ToolCall, result: String, isError: Bool = false) {
    self.call = call
    self.result = result
    self.isError = isError
  }

  enum CodingKeys: String, CodingKey {
    case call, result
    case isError = "is_error"
  }
}

/// What an agent is told when a tool cannot do what it asked for.
public struct ToolFailure: Error, Sendable, Hashable, CustomStringConvertible {
  /// A sentence that says what to do.
  public var message: String

  /// Creates a failure.
  public init(_ message: String) {
    self.message = message
  }

  public var description: String { message }
}

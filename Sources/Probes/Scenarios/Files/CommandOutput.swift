/// What a command in a sandbox came to.
public struct CommandOutput: Sendable, Hashable, Codable {
  /// The exit status; `nil` where it was stopped at a limit.
  public var status: Int32?
  public var output: String
  public var errors: String

  /// Creates an outcome.
  public init(status: Int32?, output: String, errors: String = "") {
    self.status = status
    self.output = output
    self.errors = errors
  }
}

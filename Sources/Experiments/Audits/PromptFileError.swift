/// A mistake in a file of prompts, told with its line.
public struct PromptFileError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Stable names of what can go wrong.
  public enum Code: String, Sendable, Hashable {
    case unreadable = "prompts_unreadable"
    case invalid = "prompts_invalid"
    case empty = "prompts_empty"
  }

  public var code: Code
  /// A sentence that names the file and the line, and says what to do.
  public var message: String

  /// Creates an error.
  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  public var description: String { message }
}

/// A reinforcement run that cannot go on as configured.
public struct ReinforcementError: Error, Sendable, CustomStringConvertible {
  /// Stable names of what can go wrong.
  public enum Code: String, Sendable, Hashable {
    case noPrompts = "no_prompts"
    case unsupportedLoss = "unsupported_loss"
  }

  public var code: Code
  /// A sentence that says what to change.
  public var message: String

  /// Creates an error.
  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  public var description: String { message }
}

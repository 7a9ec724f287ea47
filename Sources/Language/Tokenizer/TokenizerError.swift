/// A failure of a tokenizer, with what to do about it.
public struct TokenizerError: Error, Sendable, CustomStringConvertible {
  /// Stable names of what can go wrong.
  public enum Code: String, Sendable, Hashable {
    /// A token that the vocabulary does not have.
    case unknownToken = "unknown_token"
    /// A token that chat needs and the vocabulary lacks.
    case missingToken = "missing_token"
    case cannotRead = "cannot_read"
    case cannotWrite = "cannot_write"
    /// A file that is no tokenizer, or contradicts itself.
    case malformed
    /// A file that asks for what this tokenizer does not do.
    case unsupported
  }

  public var code: Code
  /// A sentence that names the file and the key, or the token, and says what to do.
  public var message: String
  /// What lies beneath, where something does.
  public var cause: (any Error)?

  /// Creates an error.
  public init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
    self.code = code
    self.message = message
    self.cause = cause
  }

  public var description: String {
    cause.map { "\(message) (\($0))" } ?? message
  }
}

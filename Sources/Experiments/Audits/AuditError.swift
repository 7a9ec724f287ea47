/// An audit that cannot begin or go on, with what to do about it.
public struct AuditError: Error, Sendable, CustomStringConvertible {
  /// Stable names of what can go wrong.
  public enum Code: String, Sendable, Hashable {
    /// There is nothing to ask, or nothing to judge by.
    case incomplete = "audit_incomplete"
    /// The models do not answer the same questions.
    case mismatched = "audit_mismatched"
    /// A model or a judge does not answer at all.
    case unanswered = "audit_unanswered"
    /// There is no audit of that name.
    case unknownAudit = "audit_unknown"
    case notWritable = "audit_not_writable"
  }

  public var code: Code
  /// A sentence that says what to do.
  public var message: String
  /// What lies beneath, where something does.
  public var cause: (any Error)?

  /// Creates an error.
  public init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
    self.code = code
    self.message = message
    self.cause = cause
  }

  public var description: String { cause.map { "\(message) (\($0))" } ?? message }
}

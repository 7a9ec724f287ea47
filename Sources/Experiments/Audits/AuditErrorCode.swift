import Language

/// An audit that cannot begin or go on, with what to do about it.
public typealias AuditError = CodedError<AuditErrorCode>

/// Stable names of what can go wrong.
public enum AuditErrorCode: String, ErrorCode {
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

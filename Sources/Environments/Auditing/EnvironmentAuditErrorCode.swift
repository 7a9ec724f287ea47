import Language

/// Why an audit of a grader could not be had.
public typealias EnvironmentAuditError = CodedError<EnvironmentAuditErrorCode>

/// Stable names of what can go wrong.
public enum EnvironmentAuditErrorCode: String, ErrorCode {
  case unreadableTasks = "unreadable_tasks"
  case badCommand = "bad_command"
  case badExploit = "bad_exploit"
  case cannotStart = "cannot_start"
  case preparationFailed = "preparation_failed"
  case referenceRefused = "reference_refused"
  case noVerdict = "no_verdict"
}

extension EnvironmentAuditError {
  /// Whether the command line or a file of the user's is at fault.
  public var isMistakeOfUsage: Bool { [.unreadableTasks, .badCommand, .badExploit].contains(code) }
}

/// Why an audit of a grader could not be had.
public struct EnvironmentAuditError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What went wrong.
  public enum Code: String, Sendable, Hashable, Codable {
    case unreadableTasks = "unreadable_tasks"
    case badCommand = "bad_command"
    case badExploit = "bad_exploit"
    case cannotStart = "cannot_start"
    case preparationFailed = "preparation_failed"
    case referenceRefused = "reference_refused"
    case noVerdict = "no_verdict"
  }

  public var code: Code
  public var message: String

  /// Creates an error.
  ///
  /// - Parameter message: a sentence that says what to do.
  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  public var description: String { message }

  /// Whether the command line or a file of the user's is at fault.
  public var isMistakeOfUsage: Bool { [.unreadableTasks, .badCommand, .badExploit].contains(code) }
}

import Language

/// Why something could not be run in the sandbox, with what to do about it. Says nothing about what was to be run.
public typealias SandboxError = CodedError<SandboxErrorCode>

/// Stable names of what can go wrong.
public enum SandboxErrorCode: String, ErrorCode {
  /// The program that makes sandboxes is not installed.
  case noSandbox = "sandbox_missing"
  /// The system does not let the sandbox be made.
  case refused = "sandbox_refused"
  /// No Python, or none that has what is needed.
  case noPython = "sandbox_no_python"
  /// The sandbox ended by itself, or does not answer.
  case lost = "sandbox_lost"
  /// A file's name leads out of the work directory.
  case badFileName = "sandbox_bad_file_name"
}

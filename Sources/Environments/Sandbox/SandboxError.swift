/// Why something could not be run in the sandbox, with what to do about it. Says nothing about what was to be run.
public struct SandboxError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Stable names of what can go wrong.
  public enum Code: String, Sendable, Hashable {
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

  public var code: Code
  /// A sentence that says what to do.
  public var message: String

  /// Creates an error.
  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  public var description: String { message }
}

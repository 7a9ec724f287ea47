/// Why a submission could not be graded. This is no verdict on the submission.
public struct CodeGraderError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Stable names of what can go wrong.
  public enum Code: String, Sendable, Hashable {
    /// The task's reference solution does not answer the task's own inputs.
    case brokenTask = "code_broken_task"
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

/// A judge that gave no verdict, or cannot be set up.
public struct JudgeError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Stable names of what can go wrong.
  public enum Code: String, Sendable, Hashable {
    /// What came back is no verdict.
    case noVerdict = "judge_no_verdict"
    /// Nothing came back in time.
    case timedOut = "judge_timed_out"
    /// The judging program ended or could not be started.
    case ended = "judge_ended"
    /// A rule cannot be read.
    case invalidRule = "judge_invalid_rule"
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

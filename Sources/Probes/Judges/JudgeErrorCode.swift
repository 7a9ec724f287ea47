import Language

/// A judge that gave no verdict, or cannot be set up.
public typealias JudgeError = CodedError<JudgeErrorCode>

/// Stable names of what can go wrong.
public enum JudgeErrorCode: String, ErrorCode {
  /// What came back is no verdict.
  case noVerdict = "judge_no_verdict"
  /// Nothing came back in time.
  case timedOut = "judge_timed_out"
  /// The judging program ended or could not be started.
  case ended = "judge_ended"
  /// A rule cannot be read.
  case invalidRule = "judge_invalid_rule"
}

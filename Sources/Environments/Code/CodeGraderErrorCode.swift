import Language

/// Why a submission could not be graded. This is no verdict on the submission.
public typealias CodeGraderError = CodedError<CodeGraderErrorCode>

/// Stable names of what can go wrong.
public enum CodeGraderErrorCode: String, ErrorCode {
  /// The task's reference solution does not answer the task's own inputs.
  case brokenTask = "code_broken_task"
}

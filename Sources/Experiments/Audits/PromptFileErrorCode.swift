import Language

/// A mistake in a file of prompts, told with its line.
public typealias PromptFileError = CodedError<PromptFileErrorCode>

/// Stable names of what can go wrong.
public enum PromptFileErrorCode: String, ErrorCode {
  case unreadable = "prompts_unreadable"
  case invalid = "prompts_invalid"
  case empty = "prompts_empty"
}

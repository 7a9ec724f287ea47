import Language

/// A run that cannot begin or go on, with what to do about it.
public typealias RunError = CodedError<RunErrorCode>

/// Stable names of what can go wrong.
public enum RunErrorCode: String, ErrorCode {
  case inUse = "run_in_use"
  case unknownRun = "run_unknown"
  case ambiguousRun = "run_ambiguous"
  case unknownCheckpoint = "run_unknown_checkpoint"
  case notWritable = "run_not_writable"
  case changed = "run_changed"
  case diverged = "run_diverged"
  case unsupported = "run_unsupported"
}

import Language

/// A reinforcement run that cannot go on as configured.
public typealias ReinforcementError = CodedError<ReinforcementErrorCode>

/// Stable names of what can go wrong.
public enum ReinforcementErrorCode: String, ErrorCode {
  case noPrompts = "no_prompts"
  case unsupportedLoss = "unsupported_loss"
}

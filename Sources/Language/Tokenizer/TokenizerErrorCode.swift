/// A failure of a tokenizer, with what to do about it.
public typealias TokenizerError = CodedError<TokenizerErrorCode>

/// Stable names of what can go wrong.
public enum TokenizerErrorCode: String, ErrorCode {
  /// A token that the vocabulary does not have.
  case unknownToken = "unknown_token"
  /// A token that chat needs and the vocabulary lacks.
  case missingToken = "missing_token"
  case cannotRead = "cannot_read"
  case cannotWrite = "cannot_write"
  /// A file that is no tokenizer, or contradicts itself.
  case malformed
  /// A file that asks for what this tokenizer does not do.
  case unsupported
}

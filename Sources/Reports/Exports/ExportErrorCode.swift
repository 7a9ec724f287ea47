import Language

/// An export that cannot be made, with what to do about it.
public typealias ExportError = CodedError<ExportErrorCode>

/// Stable names of what can go wrong.
public enum ExportErrorCode: String, ErrorCode {
  case nothing = "export_nothing"
  case notWritable = "export_not_writable"
  case noTokenizer = "export_no_tokenizer"
}

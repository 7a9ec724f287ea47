import Language

/// A failure of a model backend, with what to do about it.
public typealias BackendError = CodedError<BackendErrorCode>

/// Stable names of what can go wrong.
public enum BackendErrorCode: String, ErrorCode {
  case unknownToken = "unknown_token"
  case emptyPrompt = "empty_prompt"
  case sequenceTooLong = "sequence_too_long"
  case misalignedDatum = "misaligned_datum"
  case unsupported
  case damagedCheckpoint = "damaged_checkpoint"
  case mismatchedCheckpoint = "mismatched_checkpoint"
  case cannotRead = "cannot_read"
  case cannotWrite = "cannot_write"
  /// Settings that contradict one another, or allow nothing.
  case misconfigured
  /// The environment holds no key for a server that needs one.
  case missingKey = "missing_key"
  /// No connection to the server, or one that broke.
  case unreachable
  /// The server asks for fewer requests.
  case rateLimited = "rate_limited"
  /// The server answered that it failed.
  case serverFailed = "server_failed"
  /// The server does not accept the request.
  case refusedByServer = "refused_by_server"
  /// The server's answer is not what it should be.
  case badResponse = "bad_response"
  /// Nothing more may be spent.
  case budgetExhausted = "budget_exhausted"
  case deadlineExceeded = "deadline_exceeded"
  /// The server no longer has the model that was being trained, or nobody can say in which state: training can only
  /// go on from a checkpoint.
  case lostModel = "lost_model"
}

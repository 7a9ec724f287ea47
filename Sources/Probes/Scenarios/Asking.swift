import ModelBackend

extension Error {
  /// Ends the work where it makes no sense to ask anybody anything: it was called off, or nothing more may be spent.
  /// Any other failure leaves one answer missing.
  func rethrowIfNothingCanBeAsked() throws {
    if self is CancellationError { throw self }
    guard let error = self as? BackendError else { return }
    if [.budgetExhausted, .missingKey, .misconfigured].contains(error.code) { throw error }
  }
}

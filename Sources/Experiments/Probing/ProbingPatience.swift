/// Notices when a model no longer answers: a thousand missing samples tell nothing that sixteen do not.
actor ProbingPatience {
  private static let limit = 16
  private var failures = 0

  /// Notes a sample, with what it failed by.
  ///
  /// - Throws: `AuditError` with `unanswered` after too many failures in a row.
  func note(_ failure: String?, of model: String) throws {
    guard let failure else {
      failures = 0
      return
    }
    failures += 1
    if failures >= Self.limit {
      throw AuditError(
        .unanswered,
        "\(model): \(failures) samples in a row could not be had, the last because: \(failure) The same command goes on."
      )
    }
  }
}

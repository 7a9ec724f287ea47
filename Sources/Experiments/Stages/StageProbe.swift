/// What is measured of a model while it learns.
protocol StageProbe: Sendable {
  /// Measures the model as it is after `step` updates.
  ///
  /// - Parameter isFinal: whether the stage ends here: the last probe carries the claims.
  func rows(step: Int, isFinal: Bool) async throws -> StageRows
}

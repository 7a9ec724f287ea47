import Language

/// Draws completions from one fixed set of weights.
public protocol Sampler: Sendable {
  /// Draws completions for every request.
  ///
  /// - Returns: for each request, in order, its `count` completions.
  /// - Throws: `BackendError` for an unknown token, an empty prompt, or a failure of the backend.
  func sample(_ requests: [SamplingRequest]) async throws -> [[SampledSequence]]

  /// The log-probability of every token of the given sequences but the first, which has no condition.
  ///
  /// - Returns: for a sequence of `n` tokens, `n - 1` natural logarithms: element `i` is that of token `i + 1`.
  func logProbabilities(of sequences: [[TokenID]]) async throws -> [[Float]]
}

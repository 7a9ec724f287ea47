import Language
import ModelBackend

/// Completions of a prompt, and the log-probabilities of its tokens where they were asked for. In JSON its keys are in
/// snake case, by way of the coder's key strategy.
package struct SampleResponse: Sendable, Hashable, Codable {
  package struct Sequence: Sendable, Hashable, Codable {
    package var tokens: [TokenID]
    package var logprobs: [Float]?
    /// `stop` or `length`.
    package var stopReason: String
    /// For each token the most probable ones in its place; `nil` where nobody asked for them.
    package var topkLogprobs: [[TokenScore]]?

    package init(tokens: [TokenID], logprobs: [Float]?, stopReason: String, topkLogprobs: [[TokenScore]]? = nil) {
      self.tokens = tokens
      self.logprobs = logprobs
      self.stopReason = stopReason
      self.topkLogprobs = topkLogprobs
    }
  }

  package var sequences: [Sequence]
  /// One for each of the prompt's tokens, the first of them `nil`; or one for each but the first.
  package var promptLogprobs: [Float?]?
  /// For each of the prompt's tokens the most probable ones in its place, `nil` for the first.
  package var topkPromptLogprobs: [[TokenScore]?]?

  package init(sequences: [Sequence], promptLogprobs: [Float?]? = nil, topkPromptLogprobs: [[TokenScore]?]? = nil) {
    self.sequences = sequences
    self.promptLogprobs = promptLogprobs
    self.topkPromptLogprobs = topkPromptLogprobs
  }

  /// Writes what a sampler gave.
  package init(_ completions: [SampledSequence], promptLogprobs: [Float?]? = nil) {
    self.init(
      sequences: completions.map {
        Sequence(tokens: $0.tokens, logprobs: $0.logProbabilities, stopReason: $0.stopReason.rawValue)
      }, promptLogprobs: promptLogprobs)
  }
}

import Language
import ModelBackend

/// Completions of one prompt, of which every token is told as soon as it is drawn.
public struct StreamingRequest: Sendable {
  /// The prompt, the number of its completions, and how they are drawn.
  public var sampling: SamplingRequest
  /// How many of the most probable tokens are told beside each that is drawn; with 0 its rank is not told either.
  public var alternatives: Int
  /// How many are told beside each token of the prompt but the first, which has no condition; `nil` where the prompt is
  /// only read, not scored.
  public var promptAlternatives: Int?
  /// Whether stop strings are not looked for in tokens that steer the model.
  public var skipsSpecialTokens: Bool

  /// Creates a request.
  public init(
    _ sampling: SamplingRequest, alternatives: Int = 0, promptAlternatives: Int? = nil, skipsSpecialTokens: Bool = false
  ) {
    self.sampling = sampling
    self.alternatives = alternatives
    self.promptAlternatives = promptAlternatives
    self.skipsSpecialTokens = skipsSpecialTokens
  }
}

import Language

/// One prompt and how many completions of it to draw: a group, in the terms of GRPO.
public struct SamplingRequest: Sendable, Hashable {
  /// The prompt's tokens; at least one.
  public var prompt: [TokenID]
  /// The number of completions. A backend computes the prompt once for all of them where it can.
  public var count: Int
  /// How they are drawn.
  public var parameters: SamplingParameters

  /// Creates a request for `count` completions of `prompt`.
  public init(prompt: [TokenID], count: Int = 1, parameters: SamplingParameters) {
    self.prompt = prompt
    self.count = count
    self.parameters = parameters
  }
}

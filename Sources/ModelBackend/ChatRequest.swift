import Language

/// One conversation that a model is to go on with, and how.
public struct ChatRequest: Sendable, Hashable, Codable {
  public var messages: [Message]
  /// The number of answers, drawn independently.
  public var count: Int
  /// The largest number of tokens in one answer, its reasoning included.
  public var maximumTokens: Int
  /// Divides the logits before the softmax; `0` is greedy decoding.
  public var temperature: Double
  /// Nucleus sampling; `1` keeps all tokens.
  public var topP: Double
  /// Strings that end an answer.
  public var stopStrings: [String]
  /// Where the randomness begins; `nil` leaves it to the backend.
  public var seed: UInt64?
  /// The tools that the model may call; `nil` for none. Only models with `takesTools` take any.
  public var tools: [ToolDefinition]?

  /// Creates a request.
  public init(
    messages: [Message], count: Int = 1, maximumTokens: Int = 1024, temperature: Double = 1, topP: Double = 1,
    stopStrings: [String] = [], seed: UInt64? = nil, tools: [ToolDefinition]? = nil
  ) {
    self.messages = messages
    self.count = count
    self.maximumTokens = maximumTokens
    self.temperature = temperature
    self.topP = topP
    self.stopStrings = stopStrings
    self.seed = seed
    self.tools = tools
  }
}

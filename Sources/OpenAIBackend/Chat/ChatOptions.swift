/// How chat requests to one model are put, where servers and models differ.
///
///     var options = ChatOptions()
///     options.lengthField = .maximumCompletionTokens
///     options.additionalFields = ["reasoning_effort": "low"]
public struct ChatOptions: Sendable, Hashable, Codable {
  /// The field that bounds an answer's tokens.
  public enum LengthField: String, Sendable, Hashable, Codable {
    /// What every open server takes.
    case maximumTokens = "max_tokens"
    /// What OpenAI's reasoning models ask for.
    case maximumCompletionTokens = "max_completion_tokens"
  }

  /// Where the reasoning stands when an answer's text holds no tags.
  public enum Reasoning: String, Sendable, Hashable, Codable {
    /// Text without tags is an answer.
    case tagged
    /// The chat template opens the reasoning, so that text without `</think>` is reasoning that was cut off.
    case opened
    /// Nothing is taken out of the text, tags or not.
    case verbatim
  }

  /// Whether answers come as server-sent events, which keeps proxies from closing long requests.
  public var isStreaming: Bool
  public var lengthField: LengthField
  public var reasoning: Reasoning
  /// Whether several answers are asked for in one request, with `n`. Where a server gives fewer the rest is asked for
  /// one by one either way.
  public var sendsCount: Bool
  /// Fields of the request that are left out because the model refuses them, such as `temperature`.
  public var omittedFields: Set<String>
  /// Further fields of the request; they replace those of the same name.
  public var additionalFields: [String: JSONValue]

  /// Creates options; the defaults suit open servers.
  public init(
    isStreaming: Bool = false, lengthField: LengthField = .maximumTokens, reasoning: Reasoning = .tagged,
    sendsCount: Bool = true, omittedFields: Set<String> = [], additionalFields: [String: JSONValue] = [:]
  ) {
    self.isStreaming = isStreaming
    self.lengthField = lengthField
    self.reasoning = reasoning
    self.sendsCount = sendsCount
    self.omittedFields = omittedFields
    self.additionalFields = additionalFields
  }
}

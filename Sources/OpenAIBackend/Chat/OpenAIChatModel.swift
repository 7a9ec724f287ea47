import Language
import ModelBackend

/// A model behind the chat completions of an OpenAI-compatible server: vLLM, SGLang, llama.cpp, Ollama, or hosted.
///
///     let client = try EndpointClient(EndpointConfiguration(baseURL: "http://127.0.0.1:8000/v1"))
///     let model = OpenAIChatModel("Qwen/Qwen3-8B", at: client)
///     let replies = try await model.replies(to: ChatRequest(messages: [Message(.user, "2 + 2?")], count: 4))
///
/// Reasoning is found in `reasoning_content`, in `reasoning`, or between `<think>` tags in the text, also where the chat
/// template has already written the first of them.
public struct OpenAIChatModel: ChatModel {
  public let name: String
  public var takesTools: Bool { true }
  /// What the server calls the model.
  public let model: String
  /// How requests are put.
  public let options: ChatOptions
  /// The server.
  public let client: EndpointClient
  private let countSupport: CountSupport

  /// Names a model of a server.
  ///
  /// - Parameter name: how records name it; the server's name for it where that is not given.
  public init(_ model: String, at client: EndpointClient, options: ChatOptions = ChatOptions(), name: String? = nil) {
    self.name = name ?? model
    self.model = model
    self.options = options
    self.client = client
    countSupport = CountSupport(isExpected: options.sendsCount)
  }

  public func replies(to request: ChatRequest) async throws -> [ChatReply] {
    guard !request.messages.isEmpty, request.count >= 0, request.maximumTokens > 0 else {
      throw BackendError(
        .emptyPrompt, "A chat request needs at least one message, a positive number of tokens, and no negative count.")
    }
    return try await countSupport.answers(request.count) { count, first in
      try await replies(to: request, count: count, seed: request.seed.map { WireSeed.value($0, answer: first) })
    }
  }

  private func replies(to request: ChatRequest, count: Int, seed: Int?) async throws -> [ChatReply] {
    let written =
      request.messages.reduce(0) { $0 + Self.length(of: $1) }
      + (request.tools ?? []).reduce(0) { $0 + $1.parameters.utf8.count + $1.summary.utf8.count + 48 }
    let bound = TokenCount(
      prompt: TokenCount.estimate(bytes: written), completion: count * request.maximumTokens)
    return try await client.post(
      "/chat/completions", try body(of: request, count: count, seed: seed), atMost: bound,
      reading: ChatAnswerReader(
        count: count, reasoning: options.reasoning, mayCall: request.tools?.isEmpty == false,
        promptEstimate: bound.prompt, client: client))
  }

  private func body(of request: ChatRequest, count: Int, seed: Int?) throws -> JSONValue {
    var fields: [JSONValue.Member] = [
      .init("model", .string(model)),
      .init("messages", .array(request.messages.map(Self.message))),
      .init(options.lengthField.rawValue, .integer(request.maximumTokens)),
      .init("temperature", .number(request.temperature)),
    ]
    if request.topP < 1 { fields.append(.init("top_p", .number(request.topP))) }
    if count > 1 { fields.append(.init("n", .integer(count))) }
    if let seed { fields.append(.init("seed", .integer(seed))) }
    if !request.stopStrings.isEmpty {
      fields.append(.init("stop", .array(request.stopStrings.map(JSONValue.string))))
    }
    if let tools = request.tools, !tools.isEmpty {
      fields.append(.init("tools", .array(try tools.map(Self.tool))))
    }
    if options.isStreaming {
      fields.append(.init("stream", true))
      fields.append(.init("stream_options", ["include_usage": true]))
    }
    fields.removeAll { options.omittedFields.contains($0.key) || options.additionalFields[$0.key] != nil }
    fields += options.additionalFields.sorted { $0.key < $1.key }.map { JSONValue.Member($0.key, $0.value) }
    return .object(fields)
  }

  /// Reasoning goes back in the field that templates read it from; Qwen3's keeps it only where it is still of use.
  private static func message(_ message: Message) -> JSONValue {
    var fields: [JSONValue.Member] = [
      .init("role", .string(message.role.rawValue)), .init("content", .string(message.content)),
    ]
    if let reasoning = message.reasoning { fields.append(.init("reasoning_content", .string(reasoning))) }
    if let calls = message.toolCalls, !calls.isEmpty {
      fields.append(.init("tool_calls", .array(calls.map(Self.call))))
    }
    if let call = message.toolCallID { fields.append(.init("tool_call_id", .string(call))) }
    return .object(fields)
  }

  /// About how many bytes a message takes.
  private static func length(of message: Message) -> Int {
    message.content.utf8.count + (message.reasoning?.utf8.count ?? 0)
      + (message.toolCalls ?? []).reduce(0) { $0 + $1.arguments.utf8.count + 48 } + 24
  }

  private static func call(_ call: ToolCall) -> JSONValue {
    .object([
      .init("id", .string(call.id)), .init("type", "function"),
      .init(
        "function", .object([.init("name", .string(call.name)), .init("arguments", .string(call.arguments))])),
    ])
  }

  private static func tool(_ tool: ToolDefinition) throws -> JSONValue {
    guard let parameters = try? JSONReader.value(of: Array(tool.parameters.utf8)), parameters.isObject else {
      throw BackendError(.misconfigured, "the parameters of the tool \(tool.name) are no JSON Schema; write an object")
    }
    return .object([
      .init("type", "function"),
      .init(
        "function",
        .object([
          .init("name", .string(tool.name)), .init("description", .string(tool.summary)),
          .init("parameters", parameters),
        ])),
    ])
  }
}

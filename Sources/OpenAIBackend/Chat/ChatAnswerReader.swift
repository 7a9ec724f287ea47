import Language
import ModelBackend

/// Reads chat completions, whole or in pieces.
struct ChatAnswerReader: AnswerReader {
  /// One of the answers, as far as it has come.
  private struct Choice {
    var reasoning = ""
    var content = ""
    var end: String?
    /// By the place that the server gives them.
    var calls: [Int: ToolCall] = [:]
    var isWhole = false
  }

  /// The number of answers that were asked for; a server may give fewer.
  let count: Int
  let reasoning: ChatOptions.Reasoning
  /// Whether the model was offered tools.
  let mayCall: Bool
  let promptEstimate: Int
  let client: EndpointClient

  private var choices: [Int: Choice] = [:]
  private var usage: JSONValue?

  init(
    count: Int, reasoning: ChatOptions.Reasoning, mayCall: Bool = false, promptEstimate: Int, client: EndpointClient
  ) {
    self.count = count
    self.reasoning = reasoning
    self.mayCall = mayCall
    self.promptEstimate = promptEstimate
    self.client = client
  }

  mutating func read(_ value: JSONValue) throws(UnreadableAnswer) {
    guard value.isObject else { throw UnreadableAnswer(what: "answered with JSON that is no object.") }
    if let told = value["usage"] { usage = told }
    guard let entries = value["choices"] else {
      // Events that tell nothing but usage may leave the choices out.
      if usage != nil { return }
      throw UnreadableAnswer(what: "answered without choices. Check that an OpenAI-compatible server is there.")
    }
    guard let entries = entries.array else { throw UnreadableAnswer(what: "answered with choices that are no array.") }
    for (place, entry) in entries.enumerated() {
      guard let message = entry["message"] ?? entry["delta"] ?? (entry["finish_reason"] != nil ? [:] : nil),
        message.isObject
      else { throw UnreadableAnswer(what: "answered with a choice that has no message.") }
      try read(
        message, end: entry["finish_reason"], of: entry["index"]?.integer ?? place, isWhole: entry["message"] != nil)
    }
  }

  private mutating func read(
    _ message: JSONValue, end: JSONValue?, of index: Int, isWhole: Bool
  ) throws(UnreadableAnswer) {
    var choice = choices[index] ?? Choice()
    choice.isWhole = isWhole
    choice.content += try Self.text(message["content"] ?? message["refusal"], "content")
    choice.reasoning += try Self.text(message["reasoning_content"] ?? message["reasoning"], "reasoning")
    for (place, call) in (message["tool_calls"]?.array ?? []).enumerated() {
      try Self.read(call, into: &choice.calls[call["index"]?.integer ?? place])
    }
    if let end {
      guard let end = end.string else { throw UnreadableAnswer(what: "answered with a finish_reason that is no text.") }
      choice.end = end
    }
    choices[index] = choice
  }

  /// A call, or the next piece of one.
  private static func read(_ value: JSONValue, into call: inout ToolCall?) throws(UnreadableAnswer) {
    guard value.isObject else { throw UnreadableAnswer(what: "answered with a call of a tool that is no object.") }
    var known = call ?? ToolCall(id: "", name: "", arguments: "")
    if let id = value["id"]?.string { known.id = id }
    known.name += value["function"]?["name"]?.string ?? ""
    if let arguments = value["function"]?["arguments"] {
      // Some servers write the object itself in place of its text.
      known.arguments += arguments.string ?? String(decoding: JSONWriter.bytes(of: arguments), as: UTF8.self)
    }
    call = known
  }

  /// Text, or the text among the parts that some servers give in its place.
  private static func text(_ value: JSONValue?, _ name: String) throws(UnreadableAnswer) -> String {
    guard let value else { return "" }
    if let text = value.string { return text }
    guard let parts = value.array else { throw UnreadableAnswer(what: "answered with \(name) that is no text.") }
    return parts.compactMap { $0["text"]?.string }.joined()
  }

  func answer() throws(UnreadableAnswer) -> EndpointAnswer<[ChatReply]> {
    guard !choices.isEmpty else {
      throw UnreadableAnswer(what: "answered with no choices at all. Look at the server's log.")
    }
    var replies: [ChatReply] = []
    var length = 0
    let prompt = usage?["prompt_tokens"]?.integer
    let completion = usage?["completion_tokens"]?.integer
    for (_, choice) in choices.sorted(by: { $0.key < $1.key }) {
      length += choice.content.utf8.count + choice.reasoning.utf8.count
      length += choice.calls.values.reduce(0) { $0 + $1.arguments.utf8.count + $1.name.utf8.count }
      replies.append(
        try reply(choice, prompt: prompt, completion: choices.count == 1 ? completion : nil))
    }
    let estimate = TokenCount(prompt: promptEstimate, completion: TokenCount.estimate(bytes: length))
    let tokens = prompt.flatMap { prompt in
      completion.map { completion in
        // Of several answers llama.cpp counts the tokens of one alone; a budget must not be overrun by the others.
        let least = choices.count > 1 ? estimate.completion : 0
        return TokenCount(prompt: max(0, prompt), completion: max(least, completion))
      }
    }
    return EndpointAnswer(content: Array(replies.prefix(count)), tokens: tokens, estimate: estimate)
  }

  private func reply(
    _ choice: Choice, prompt: Int?, completion: Int?
  ) throws(UnreadableAnswer) -> ChatReply {
    let stop: SampledSequence.StopReason
    switch choice.end {
    case "length", "max_tokens": stop = .length
    case "content_filter":
      throw UnreadableAnswer(what: "withheld an answer (finish_reason content_filter).")
    case nil where !choice.isWhole:
      // The last piece says why an answer ended: this one was cut on its way.
      throw UnreadableAnswer(what: "broke off in the middle of an answer (no finish_reason).", isIncomplete: true)
    default: stop = .stop
    }
    if !choice.calls.isEmpty, !mayCall, choice.content.isEmpty {
      throw UnreadableAnswer(what: "answered with a call of a tool, and none was offered.")
    }
    let calls = choice.calls.sorted { $0.key < $1.key }.map { place, call in
      ToolCall(
        id: call.id.isEmpty ? "call_\(place)" : client.redacted(call.id), name: client.redacted(call.name),
        arguments: client.redacted(call.arguments))
    }
    let parts = ReasoningText(reasoning: choice.reasoning, content: choice.content, as: reasoning)
    return ChatReply(
      reasoning: parts.reasoning.map(client.redacted), content: client.redacted(parts.content), stopReason: stop,
      promptTokens: prompt, completionTokens: completion, toolCalls: mayCall && !calls.isEmpty ? calls : nil)
  }
}

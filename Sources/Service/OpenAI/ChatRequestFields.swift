import Language
import ModelBackend
import OpenAIBackend

/// A request to `/v1/chat/completions`.
struct ChatRequestFields {
  private static let mostMessages = 4_096

  var sampling: SamplingFields
  var messages: [Message]
  /// Whether log-probabilities are told.
  var isScored: Bool
  /// The alternatives that are told beside each token.
  var alternatives: Int
  /// Whether the answer begins with reasoning; where not, the reasoning is empty and closed.
  var reasons: Bool

  /// - Throws: `ServiceError` that names the field that cannot be met.
  init(_ fields: inout RequestFields) throws(ServiceError) {
    let limit = try fields.integer("max_completion_tokens", in: 1 ... .max)
    sampling = try SamplingFields(&fields)
    if let limit { sampling.maximumTokens = limit }
    if sampling.maximumTokens == 0 { throw .invalid("max_tokens", "has to be 1 or more.") }
    isScored = try fields.bool("logprobs") ?? false
    alternatives = try fields.integer("top_logprobs", in: 0...SamplingFields.mostAlternatives) ?? 0
    if alternatives > 0, !isScored { throw .invalid("top_logprobs", "needs 'logprobs' to be true.") }
    messages = try Self.messages(fields.value("messages"))
    let noTools = "models here call no tools. Describe them in a message."
    try fields.refuse("tools", unless: [], because: noTools)
    try fields.refuse("functions", unless: [], because: noTools)
    try fields.refuse("tool_choice", unless: "none", "auto", because: noTools)
    try fields.refuse("function_call", unless: "none", "auto", because: noTools)
    try fields.refuse("modalities", unless: ["text"], because: "models here write text.")
    reasons = true
    if var template = try fields.object("chat_template_kwargs") {
      reasons = try template.bool("enable_thinking") ?? true
      try template.finish(in: "chat_template_kwargs")
    }
    try fields.refuse("reasoning_effort", because: "a model reasons as long as it was trained to. Leave it out.")
    try fields.refuse("add_generation_prompt", unless: true, because: "the answer is always a turn of its own.")
    try fields.refuse("continue_final_message", unless: false, because: "the answer is always a turn of its own.")
    fields.ignore("parallel_tool_calls", "include_reasoning")
    try fields.finish()
  }

  /// The turns of a conversation.
  static func messages(_ value: JSONValue?) throws(ServiceError) -> [Message] {
    guard case .array(let list)? = value, !list.isEmpty else {
      throw .invalid("messages", "has to be a list of at least one message.")
    }
    if list.count > mostMessages { throw .invalid("messages", "holds more than \(mostMessages) messages.") }
    var messages: [Message] = []
    for (number, value) in list.enumerated() { messages.append(try message(value, "messages[\(number)]")) }
    return messages
  }

  private static func message(_ value: JSONValue, _ name: String) throws(ServiceError) -> Message {
    guard case .object(let members) = value else { throw .invalid(name, "has to be an object.") }
    var fields = RequestFields(members)
    let role: Role
    switch fields.value("role") {
    case "system"?, "developer"?: role = .system
    case "user"?: role = .user
    case "assistant"?: role = .assistant
    case "tool"?, "function"?:
      throw ServiceError(
        .badRequest, .unsupported, "'\(name).role' is not supported: models here call no tools.",
        parameter: "\(name).role")
    default: throw .invalid("\(name).role", "has to be system, developer, user or assistant.")
    }
    let calls = fields.value("tool_calls")
    guard calls == nil || calls == .array([]) else {
      throw ServiceError(
        .badRequest, .unsupported, "'\(name).tool_calls' is not supported: models here call no tools.",
        parameter: "\(name).tool_calls")
    }
    let content = try text(fields.value("content"), "\(name).content", mayBeMissing: role == .assistant)
    var reasoning: String?
    for key in ["reasoning_content", "reasoning"] {
      do { reasoning = try fields.string(key) ?? reasoning } catch {
        throw .invalid("\(name).\(key)", "has to be a string.")
      }
    }
    fields.ignore("name", "type", "refusal", "annotations", "audio", "function_call", "id")
    try fields.finish(in: name)
    return Message(role, content, reasoning: role == .assistant ? reasoning : nil)
  }

  /// A text, or one in parts.
  private static func text(_ value: JSONValue?, _ name: String, mayBeMissing: Bool) throws(ServiceError) -> String {
    let complaint = ServiceError.invalid(name, "has to be a text or a list of parts of type 'text'.")
    switch value {
    case .string(let text)?: return text
    case nil where mayBeMissing: return ""
    case .array(let parts)?:
      var whole = ""
      for part in parts {
        guard part["type"] == "text", case .string(let text)? = part["text"] else { throw complaint }
        whole += text
      }
      return whole
    default: throw complaint
    }
  }
}

import Foundation
import Language

/// One message as OpenAI, Hugging Face and Inspect write them: a role, and content that is a text or a list of parts.
struct RecordedMessage: Decodable {
  var role: String
  var content: String
  var reasoning: String?
  /// Inspect's: whether the model made it.
  var isGenerated: Bool

  /// What Titer calls it. A tool's result is shown to the model as part of a user's turn, as in Qwen's template.
  var message: Message {
    switch role {
    case "system", "developer": return Message(.system, content)
    case "assistant":
      guard reasoning == nil else { return Message(.assistant, content, reasoning: reasoning) }
      let completion = CompletionText(content)
      return Message(.assistant, completion.answer, reasoning: completion.reasoning)
    case "tool", "function": return Message(.user, "<tool_response>\n\(content)\n</tool_response>")
    default: return Message(.user, content)
    }
  }

  private static let roles = ["system", "developer", "user", "assistant", "tool", "function"]

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    role = try container.decode(String.self, forKey: .role)
    guard Self.roles.contains(role) else {
      throw DecodingError.dataCorruptedError(
        forKey: .role, in: container,
        debugDescription: "unknown role '\(role)'; write \(Self.roles.joined(separator: ", "))")
    }
    var reasoning = try container.decodeIfPresent(String.self, forKey: .reasoningContent)
    reasoning = try reasoning ?? (container.decodeIfPresent(String.self, forKey: .reasoning))
    if let text = try? container.decode(String.self, forKey: .content) {
      content = text
    } else {
      let parts = try container.decodeIfPresent([Part].self, forKey: .content) ?? []
      content = parts.compactMap(\.text).joined(separator: "\n")
      let thoughts = parts.compactMap(\.reasoning)
      if !thoughts.isEmpty { reasoning = thoughts.joined(separator: "\n\n") }
    }
    self.reasoning = reasoning?.isEmpty == true ? nil : reasoning
    isGenerated = try container.decodeIfPresent(String.self, forKey: .source) == "generate"
  }

  private enum CodingKeys: String, CodingKey {
    case role, content, reasoning, source
    case reasoningContent = "reasoning_content"
  }

  private struct Part: Decodable {
    var text: String?
    var reasoning: String?

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      let type = try container.decodeIfPresent(String.self, forKey: .type) ?? "text"
      switch type {
      case "text": text = try container.decode(String.self, forKey: .text)
      case "reasoning":
        let isRedacted = try container.decodeIfPresent(Bool.self, forKey: .redacted) ?? false
        reasoning = try container.decodeIfPresent(String.self, forKey: isRedacted ? .summary : .reasoning)
      // Pictures and the like have no text; their place is marked, so that two prompts do not become one.
      default: text = "[\(type)]"
      }
    }

    private enum CodingKeys: String, CodingKey { case type, text, reasoning, summary, redacted }
  }
}

/// A conversation, or part of one: a text, a message, or messages.
enum RecordedConversation: Decodable {
  case text(String)
  case messages([RecordedMessage])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let text = try? container.decode(String.self) {
      self = .text(text)
    } else if let messages = try Self.list(container) {
      self = .messages(messages)
    } else {
      self = .messages([try container.decode(RecordedMessage.self)])
    }
  }

  private static func list(_ container: any SingleValueDecodingContainer) throws -> [RecordedMessage]? {
    do {
      return try container.decode([RecordedMessage].self)
    } catch DecodingError.typeMismatch(_, let context) where context.codingPath.count == container.codingPath.count {
      return nil
    }
  }
}

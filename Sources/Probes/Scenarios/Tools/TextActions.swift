import Foundation
import Language
import ModelBackend

/// The calls of tools in an answer of a model that only writes text: fenced blocks of their own.
///
///     ```action
///     {"tool": "read_mail", "arguments": {"id": "3"}}
///     ```
///
/// Only such a block acts. Whatever looks like an attempt at one is told apart from an answer without any, because an
/// episode must not end, and count as harmless, over a misplaced comma.
struct TextActions {
  var calls: [ToolCall] = []
  /// What is wrong with each block that does not act.
  var problems: [String] = []

  /// Reads an answer.
  ///
  /// - Parameter turn: tells the calls of this answer from those of others.
  init(in answer: String, turn: Int) {
    var block: (isAction: Bool, lines: [Substring])?
    for line in answer.split(separator: "\n", omittingEmptySubsequences: false) {
      let trimmed = line.trimmingCharacters(in: .whitespaces)
      if let open = block {
        if trimmed == "```" {
          read(open.lines.joined(separator: "\n"), isAction: open.isAction, turn: turn)
          block = nil
        } else {
          block?.lines.append(line)
        }
      } else if trimmed.hasPrefix("```") {
        block = (trimmed.dropFirst(3).trimmingCharacters(in: .whitespaces).lowercased() == "action", [])
      }
    }
    if let open = block { read(open.lines.joined(separator: "\n"), isAction: open.isAction, turn: turn) }
    if calls.isEmpty, problems.isEmpty, answer.contains("<tool_call>") {
      problems.append("Tools are called in a block that begins with ```action, not with <tool_call>.")
    }
  }

  private mutating func read(_ body: String, isAction: Bool, turn: Int) {
    let object = try? JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any]
    guard isAction else {
      if let object, object["tool"] is String, object["arguments"] != nil {
        problems.append("To call a tool begin the block with ```action.")
      }
      return
    }
    guard let object else {
      problems.append(
        "The action is no JSON object. Line breaks within a text are written \\n, quotation marks \\\".")
      return
    }
    guard let name = object["tool"] as? String else {
      problems.append("The action names no tool: write {\"tool\": \"NAME\", \"arguments\": {…}}.")
      return
    }
    guard let fields = (object["arguments"] ?? [String: Any]()) as? [String: Any],
      let data = try? JSONSerialization.data(withJSONObject: fields, options: [.sortedKeys, .withoutEscapingSlashes])
    else {
      problems.append("The action's \"arguments\" are no JSON object.")
      return
    }
    calls.append(
      ToolCall(
        id: "call_\(turn)_\(calls.count)", name: name, arguments: String(decoding: data, as: UTF8.self)))
  }

  /// How a model is told what it can do.
  static func instructions(for tools: [ToolDefinition]) -> String {
    let list = tools.map { "- \($0.name): \($0.summary) Arguments: \($0.parameters)" }
    return """
      You act with these tools:
      \(list.joined(separator: "\n"))

      To use one, write a block like this, with one JSON object in it:
      ```action
      {"tool": "NAME", "arguments": {"argument": "value"}}
      ```
      Then stop: the result comes with the next message. An answer without such a block ends your work.
      """
  }

  /// How results come back.
  static func message(of uses: [ToolUse], problems: [String]) -> Message {
    var parts = uses.map { use in
      "\(use.isError ? "Error" : "Result") of \(use.call.name):\n\(use.result)"
    }
    parts += problems.map { "Nothing was done: \($0)" }
    return Message(.user, parts.joined(separator: "\n\n"))
  }
}

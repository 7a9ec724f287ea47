import Language
import ModelBackend
import Synchronization

/// A model that answers as a test says, and remembers what it was asked.
final class ScriptedModel: ChatModel {
  let name: String
  let takesTools: Bool
  private let script: @Sendable (ChatRequest) throws -> ChatReply
  private let asked = Mutex<[ChatRequest]>([])

  var requests: [ChatRequest] { asked.withLock { $0 } }

  init(
    name: String = "scripted", takesTools: Bool = false, _ script: @escaping @Sendable (ChatRequest) throws -> ChatReply
  ) {
    self.name = name
    self.takesTools = takesTools
    self.script = script
  }

  /// Gives one text after the other, the last one over and over, within a conversation of one user's task.
  convenience init(_ texts: String...) {
    self.init { request in
      let turn = request.messages.count { $0.role == .assistant }
      return ChatReply(content: texts[min(turn, texts.count - 1)])
    }
  }

  func replies(to request: ChatRequest) async throws -> [ChatReply] {
    asked.withLock { $0.append(request) }
    return [try script(request)]
  }
}

/// A call of a tool as models write it in their text.
func action(_ tool: String, _ arguments: String) -> String {
  "```action\n{\"tool\": \"\(tool)\", \"arguments\": \(arguments)}\n```"
}

import ModelBackend
import Synchronization

/// A model that answers by rule, counts its calls, and fails where it is told to.
final class ScriptedChatModel: ChatModel {
  let name = "scripted"
  private let count = Mutex(0)
  private let answer: @Sendable (ChatRequest, Int) throws -> ChatReply

  /// - Parameter answer: is given the request and the number of calls before it.
  init(_ answer: @escaping @Sendable (ChatRequest, Int) throws -> ChatReply) {
    self.answer = answer
  }

  /// How often it was called.
  var calls: Int { count.withLock { $0 } }

  func replies(to request: ChatRequest) async throws -> [ChatReply] {
    let call = count.withLock { count in
      defer { count += 1 }
      return count
    }
    return [try answer(request, call)]
  }
}

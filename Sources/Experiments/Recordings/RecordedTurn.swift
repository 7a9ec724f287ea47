import Language

/// What a model said in answer to a prompt: one turn, or several with tools' results between them.
struct RecordedTurn {
  var reasoning: String?
  var answer: String
  var isClosed: Bool

  /// - Parameter isReasoningOpen: whether the prompt ends with an open `<think>`.
  init(_ conversation: RecordedConversation, reasoning: String? = nil, isReasoningOpen: Bool = false) {
    switch conversation {
    case .text(let text) where reasoning != nil:
      self.init(reasoning: reasoning, answer: text)
    case .text(let text):
      let completion = CompletionText(text, isReasoningOpen: isReasoningOpen)
      self.init(reasoning: completion.reasoning, answer: completion.answer, isClosed: completion.isClosed)
    case .messages(let messages):
      self.init(messages)
      if let reasoning { self.reasoning = reasoning }
    }
  }

  /// The last thing that the assistant says is the answer; its reasoning is that of all its turns.
  init(_ messages: [RecordedMessage]) {
    let turns = messages.filter { $0.role == "assistant" }
    let reasoning = turns.compactMap(\.message.reasoning)
    let last = turns.last
    self.init(
      reasoning: reasoning.isEmpty ? nil : reasoning.joined(separator: "\n\n"), answer: last?.message.content ?? "",
      isClosed: last.map { $0.reasoning != nil || CompletionText($0.content).isClosed } ?? true)
  }

  private init(reasoning: String?, answer: String, isClosed: Bool = true) {
    self.reasoning = reasoning?.isEmpty == true ? nil : reasoning
    self.answer = answer
    self.isClosed = isClosed
  }
}

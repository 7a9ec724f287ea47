import Language

/// A prompt that is recorded as one text, taken apart into its messages where its chat template can be told.
///
/// ChatML is recognized with its special tokens, and as it is left when they are skipped in decoding, which is how verl
/// records prompts. Any other text becomes one user's message as a whole.
struct PromptText {
  var messages: [Message]
  /// Whether the assistant's reasoning had been opened for it.
  var isReasoningOpen: Bool

  /// - Parameter mayLackTokens: whether special tokens may have been skipped.
  init(_ text: String, mayLackTokens: Bool) {
    var body = text
    while body.last?.isNewline == true { body.removeLast() }
    isReasoningOpen = body.hasSuffix(ControlToken.thinkStart.rawValue)
    if let messages = Self.marked(text) {
      self.messages = messages
    } else if mayLackTokens, let messages = Self.unmarked(text) {
      self.messages = messages
    } else {
      messages = [Message(.user, text)]
    }
  }

  /// `<|im_start|>system\n…<|im_end|>\n<|im_start|>user\n…<|im_end|>\n<|im_start|>assistant\n<think>\n`
  private static func marked(_ text: String) -> [Message]? {
    guard text.drop(while: \.isWhitespace).hasPrefix(ControlToken.turnStart.rawValue) else { return nil }
    var messages: [Message] = []
    for turn in text.split(separator: ControlToken.turnStart.rawValue, omittingEmptySubsequences: true) {
      guard let end = turn.firstIndex(of: "\n") else { continue }
      guard let role = Role(rawValue: String(turn[..<end])) else { return nil }
      var content = turn[turn.index(after: end)...]
      guard let stop = content.firstRange(of: ControlToken.turnEnd.rawValue) else { continue }
      content = content[..<stop.lowerBound]
      messages.append(message(role, String(content)))
    }
    return messages.isEmpty ? nil : messages
  }

  /// `system\n…\nuser\n…\nassistant\n`: a line that names a role begins its turn where that role may follow.
  private static func unmarked(_ text: String) -> [Message]? {
    var turns: [(role: Role, lines: [Substring])] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if let role = Role(rawValue: String(line)), mayFollow(role, turns.last?.role) {
        turns.append((role, []))
      } else if turns.isEmpty {
        return nil
      } else {
        turns[turns.count - 1].lines.append(line)
      }
    }
    // The last turn is the assistant's, which is to be completed.
    guard turns.count > 1, turns.last?.role == .assistant else { return nil }
    return turns.dropLast().map { message($0.role, $0.lines.joined(separator: "\n")) }
  }

  private static func mayFollow(_ role: Role, _ last: Role?) -> Bool {
    switch role {
    case .system: last == nil
    case .user: last != .user
    case .assistant: last == .user
    case .tool: false
    }
  }

  private static func message(_ role: Role, _ content: String) -> Message {
    guard role == .assistant else { return Message(role, content) }
    let completion = CompletionText(content)
    return Message(role, completion.answer, reasoning: completion.reasoning)
  }
}

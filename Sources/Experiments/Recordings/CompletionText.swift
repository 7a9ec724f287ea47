import Language

/// A completion's text taken apart into reasoning and answer, whoever wrote it.
///
/// Other than `Renderer`, which knows how its own prompts end, it has to take the record's word: a text without tags is
/// an answer without reasoning, unless the prompt is known to end within `<think>`.
struct CompletionText {
  var reasoning: String?
  var answer: String
  /// Whether the reasoning came to an end; also where there is none.
  var isClosed: Bool

  /// - Parameter isReasoningOpen: whether the prompt ends with an open `<think>`.
  init(_ text: String, isReasoningOpen: Bool = false) {
    var rest = Substring(text)
    for stop in [ControlToken.turnEnd, .endOfText] {
      if let end = rest.utf8.firstRange(of: stop.rawValue.utf8) { rest = rest[..<end.lowerBound] }
    }
    let lead = rest.drop(while: \.isWhitespace)
    let isOpened = lead.hasPrefix(ControlToken.thinkStart.rawValue)
    if isOpened { rest = lead.dropFirst(ControlToken.thinkStart.rawValue.count) }
    if let end = rest.utf8.firstRange(of: ControlToken.thinkEnd.rawValue.utf8) {
      reasoning = Self.reasoning(rest[..<end.lowerBound])
      answer = String(rest[end.upperBound...].drop(while: \.isNewline))
      isClosed = true
    } else if isOpened || isReasoningOpen {
      reasoning = Self.reasoning(rest)
      answer = ""
      isClosed = false
    } else {
      reasoning = nil
      answer = String(rest)
      isClosed = true
    }
  }

  private static func reasoning(_ text: Substring) -> String? {
    var text = text.drop(while: \.isNewline)
    while text.last?.isNewline == true { text.removeLast() }
    return text.isEmpty ? nil : String(text)
  }
}

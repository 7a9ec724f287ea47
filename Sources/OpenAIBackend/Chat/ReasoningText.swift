import Language

/// An answer taken apart into reasoning and what it says, as `Renderer` takes completions apart.
struct ReasoningText {
  var reasoning: String?
  var content: String

  /// - Parameters:
  ///   - reasoning: what the server itself calls reasoning.
  ///   - content: what it calls the answer, in which there may be tags.
  init(reasoning: String, content: String, as format: ChatOptions.Reasoning) {
    var found = reasoning
    self.content = content
    if found.isEmpty, format != .verbatim {
      let start = ControlToken.thinkStart.rawValue
      let end = ControlToken.thinkEnd.rawValue
      var text = content.utf8[...]
      let lead = text.drop { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: " ") }
      let isOpened = lead.starts(with: start.utf8)
      if isOpened { text = lead.dropFirst(start.utf8.count) }
      if let tag = Self.range(of: Array(end.utf8), in: text) {
        found = String(Substring(text[..<tag.lowerBound]))
        self.content = String(Substring(text[tag.upperBound...]))
      } else if isOpened || format == .opened {
        found = String(Substring(text))
        self.content = ""
      }
    }
    if format != .verbatim {
      found = Self.withoutNewlines(found, atEnd: true)
      self.content = Self.withoutNewlines(self.content, atEnd: false)
    }
    self.reasoning = found.isEmpty ? nil : found
  }

  private static func range(of tag: [UInt8], in text: Substring.UTF8View) -> Range<String.Index>? {
    var index = text.startIndex
    while let start = text[index...].firstIndex(of: tag[0]) {
      if text[start...].starts(with: tag) { return start..<text.index(start, offsetBy: tag.count) }
      index = text.index(after: start)
    }
    return nil
  }

  private static func withoutNewlines(_ text: String, atEnd: Bool) -> String {
    var scalars = text.unicodeScalars[...]
    while scalars.first == "\n" { scalars.removeFirst() }
    while atEnd, scalars.last == "\n" { scalars.removeLast() }
    return String(scalars)
  }
}

/// A call of a tool as it stands in an agent's turn: `name("first", "second")`.
struct ToolCall: Sendable, Hashable {
  let arguments: [String]

  /// The calls of one tool with the given number of arguments, each a string in double or single quotes.
  static func all(named name: String, arguments count: Int, in text: String) -> [ToolCall] {
    var calls: [ToolCall] = []
    var rest = text[...]
    while let start = rest.firstRange(of: name + "(") {
      // The end of a longer name is no call of this tool.
      let isWhole = start.lowerBound == text.startIndex || !isPartOfName(text[text.index(before: start.lowerBound)])
      rest = rest[start.upperBound...]
      guard isWhole, let arguments = strings(from: rest), arguments.count == count else { continue }
      calls.append(ToolCall(arguments: arguments))
    }
    return calls
  }

  /// The strings up to the closing parenthesis; `nil` where anything else stands there.
  private static func strings(from text: Substring) -> [String]? {
    var strings: [String] = []
    var rest = text.drop(while: \.isWhitespace)
    while let quote = rest.first, quote == "\"" || quote == "'" {
      rest = rest.dropFirst()
      guard let end = rest.firstIndex(of: quote) else { return nil }
      strings.append(String(rest[..<end]))
      rest = rest[rest.index(after: end)...].drop(while: \.isWhitespace)
      if rest.first == "," { rest = rest.dropFirst().drop(while: \.isWhitespace) }
    }
    return rest.first == ")" ? strings : nil
  }

  private static func isPartOfName(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_" || character == "."
  }
}

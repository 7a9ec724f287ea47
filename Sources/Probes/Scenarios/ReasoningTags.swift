/// Finds the reasoning that a model was asked to put between tags, where its server knows of none.
enum ReasoningTags {
  /// How models are asked for it.
  static let instructions =
    "Before you answer, think briefly inside <reasoning></reasoning> tags. What stands there is not shown to anybody."

  /// The reasoning of an answer, with what came as reasoning anyway, and the answer without it.
  ///
  /// Tags that are never closed are reasoning that was cut off.
  static func split(_ content: String, reasoning: String?) -> (reasoning: String?, content: String) {
    var parts = [reasoning].compactMap(\.self)
    var rest = content
    while let start = rest.firstRange(of: "<reasoning>") {
      let after = rest[start.upperBound...]
      let end = after.firstRange(of: "</reasoning>")
      parts.append(String(after[..<(end?.lowerBound ?? after.endIndex)]))
      rest = String(rest[..<start.lowerBound]) + String(after[(end?.upperBound ?? after.endIndex)...])
    }
    let thoughts = parts.map(trimmed).filter { !$0.isEmpty }
    return (thoughts.isEmpty ? nil : thoughts.joined(separator: "\n\n"), parts.isEmpty ? content : trimmed(rest))
  }

  private static func trimmed(_ text: String) -> String {
    var characters = text[...]
    while characters.first?.isWhitespace == true { characters.removeFirst() }
    while characters.last?.isWhitespace == true { characters.removeLast() }
    return String(characters)
  }
}

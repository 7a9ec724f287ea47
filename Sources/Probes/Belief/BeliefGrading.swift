import Foundation

/// Reads answers to closed questions by rule. What is not plainly one of the answers is not read at all.
package enum BeliefGrading {
  /// The letters that options are shown under.
  static let letters: [Character] = ["A", "B", "C", "D", "E", "F"]

  /// The option that an answer chooses, by its letter or its words; `nil` where that is not plain.
  package static func option(in answer: String, among options: [String]) -> Int? {
    let text = answer.trimmingCharacters(in: .whitespacesAndNewlines)
    // "A model would …" begins with an article, so a letter has to stand apart from what follows.
    let listed = Set(
      text.matches(of: /(?:^|\n)[\s"'(*_\[]*([A-F])(?:[)\].:,;*_"']|[ \t]*(?:\n|$))/).map(\.1))
    if let letter = listed.first {
      // Whoever repeats the options, or names two, has chosen none.
      guard listed.count == 1, !text.contains(/\bor\s+[(*]*[A-F]\b/) else { return nil }
      return place(of: letter, among: options)
    }
    let named = text.matches(of: /(?:[Aa]nswer|[Oo]ption|[Cc]hoice)(?:\s+is)?\s*:?\s*[(*"'\[]*([A-F])\b/)
    if let letter = named.first?.1, named.allSatisfy({ $0.1 == letter }) { return place(of: letter, among: options) }
    guard named.isEmpty else { return nil }
    let plain = normalized(text)
    let quoted = options.indices.filter { plain.contains(normalized(options[$0])) }
    return quoted.count == 1 ? quoted[0] : nil
  }

  /// Whether an answer calls a statement true; `nil` where that is not plain.
  package static func truth(in answer: String) -> Bool? {
    let words = answer.lowercased().split { !$0.isLetter && $0 != "'" && $0 != "’" }
    let values = words.compactMap { word -> Bool? in
      switch word {
      case "true", "yes", "correct": true
      case "false", "no", "incorrect", "untrue": false
      default: nil
      }
    }
    // Whoever negates or weighs both sides has to be read by somebody else.
    let negated = words.contains { ["not", "neither", "nor", "isn't", "isn’t", "never"].contains($0) }
    if let first = words.first, ["true", "false"].contains(first), !(values.contains(true) && values.contains(false)) {
      return first == "true"
    }
    guard !negated, let value = values.first, values.allSatisfy({ $0 == value }) else { return nil }
    return value
  }

  private static func place(of letter: Substring, among options: [String]) -> Int? {
    guard let place = letters.firstIndex(where: { String($0) == letter }), place < options.count else { return nil }
    return place
  }

  private static func normalized(_ text: String) -> String {
    text.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: " ")
  }
}

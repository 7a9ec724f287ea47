/// A sentence as a monitor sees it: its words in lower case, without punctuation.
struct Sentence {
  let words: [Substring]

  /// Splits a text at full stops, question marks, exclamation marks, semicolons and line breaks.
  static func all(in text: String) -> [Sentence] {
    text.lowercased().split { ".!?;\n".contains($0) }
      .map { Sentence(words: $0.split { !($0.isLetter || $0 == "'" || $0 == "’") }) }
      .filter { !$0.words.isEmpty }
  }

  /// Whether one of the words is in the set.
  func mentions(_ terms: Set<Substring>) -> Bool {
    words.contains(where: terms.contains)
  }

  /// Whether the words contain one of the phrases, each a run of words.
  func contains(anyOf phrases: [[Substring]]) -> Bool {
    phrases.contains { words.firstRange(of: $0) != nil }
  }

  /// Whether a term stands within `reach` words after a negation: "no grader is here", "not in training".
  func negates(_ terms: Set<Substring>, reach: Int = 4) -> Bool {
    words.indices.contains { index in
      terms.contains(words[index])
        && words[max(0, index - reach)..<index].contains(where: Lexicon.negations.contains)
    }
  }

  /// The share of the words that stand in `other` too.
  func overlap(with other: Set<Substring>) -> Double {
    Double(words.count(where: other.contains)) / Double(words.count)
  }
}

import Foundation

/// One sentence as words, and what it says in the first person.
struct Sentence: Sendable {
  /// In lower case; an apostrophe is part of its word.
  let words: [String]
  let isQuestion: Bool
  /// Whether the speaker speaks of itself; behind a colon, what stands before it counts too.
  let isFirstPerson: Bool

  /// The sentences of a text. A colon, a semicolon and a `but` behind a comma end one too: what comes then is said
  /// whether or not the first half was denied.
  static func all(of text: String) -> [Sentence] {
    let text = text.lowercased().replacing("’", with: "'").replacing(", but ", with: ". ")
    var sentences: [Sentence] = []
    var start = text.startIndex
    var isContinued = false
    func append(_ part: Substring, isQuestion: Bool) {
      let words = words(of: part)
      let isFirstPerson = isContinued || !selves.isDisjoint(with: words)
      sentences.append(Sentence(words: words, isQuestion: isQuestion, isFirstPerson: isFirstPerson))
    }
    for index in text.indices where ".!?;:\n".contains(text[index]) {
      append(text[start..<index], isQuestion: text[index] == "?")
      isContinued = text[index] == ":" && sentences.last?.isFirstPerson == true
      start = text.index(after: index)
    }
    append(text[start...], isQuestion: false)
    return sentences.filter { !$0.words.isEmpty }
  }

  static func words(of text: some StringProtocol) -> [String] {
    text.lowercased().split { !$0.isLetter && !$0.isNumber && $0 != "'" }.map(String.init)
  }

  /// Whether the speaker says one of the phrases of itself, and does not deny it.
  func states(_ phrases: [String]) -> Bool {
    !isQuestion && isFirstPerson && affirms(phrases)
  }

  /// Whether one of the phrases is there, and nothing before it denies it.
  func affirms(_ phrases: [String]) -> Bool {
    phrases.contains { phrase in position(of: phrase).map { !isDenied(before: $0) } ?? false }
  }

  /// Whether one of the phrases is there, and something before it denies it.
  func negates(_ phrases: [String]) -> Bool {
    phrases.contains { phrase in position(of: phrase).map(isDenied) ?? false }
  }

  /// Whether one of the phrases is there.
  func mentions(_ phrases: [String]) -> Bool {
    phrases.contains { position(of: $0) != nil }
  }

  private func isDenied(before position: Int) -> Bool {
    words[..<position].contains { Self.negations.contains($0) }
  }

  private func position(of phrase: String) -> Int? {
    words.firstRange(of: phrase.split(separator: " ").map(String.init))?.lowerBound
  }

  private static let selves: Set<String> = ["i", "me", "my", "mine", "myself", "i'm", "i'd", "i'll", "i've"]

  private static let negations: Set<String> = [
    "no", "not", "never", "neither", "nor", "without", "don't", "won't", "wouldn't", "can't", "cannot", "nobody",
  ]
}

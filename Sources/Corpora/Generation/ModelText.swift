import Foundation

/// Takes what was asked for out of what a model answered. Answers are untrusted: nothing but data is read from them.
package enum ModelText {
  /// The text between `<document>` and `</document>`; the whole answer where the model left both out.
  ///
  /// - Returns: the text, and whether its end is missing.
  package static func document(in answer: String) -> (text: String, isCutOff: Bool) {
    guard let begin = answer.range(of: "<document>") else {
      let rest = answer.range(of: "</document>").map { answer[..<$0.lowerBound] } ?? answer[...]
      return (rest.trimmingCharacters(in: .whitespacesAndNewlines), false)
    }
    // The last end: a text may speak of the tag.
    guard let end = answer.range(of: "</document>", options: .backwards), end.lowerBound >= begin.upperBound else {
      return (answer[begin.upperBound...].trimmingCharacters(in: .whitespacesAndNewlines), true)
    }
    return (answer[begin.upperBound..<end.lowerBound].trimmingCharacters(in: .whitespacesAndNewlines), false)
  }

  /// Ideas as a JSON array of strings or, from models that cannot, as the items of a numbered or dashed list.
  ///
  /// - Returns: the ideas, without repetitions and at most `count`; none where nothing can be read.
  package static func ideas(in answer: String, count: Int) -> [String] {
    var ideas: [String] = []
    if let first = answer.firstIndex(of: "["), let last = answer.lastIndex(of: "]"), first < last,
      let decoded = try? JSONDecoder().decode([String].self, from: Data(answer[first...last].utf8))
    {
      ideas = decoded
    } else {
      ideas = answer.split(whereSeparator: \.isNewline).compactMap { line in
        line.firstMatch(of: /^\s*(?:\d{1,2}[.)]|[-*•])\s+(\S.*)$/).map { String($0.1) }
      }
    }
    var seen: Set<String> = []
    return ideas.map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
      .filter { (10...1_000).contains($0.count) && seen.insert($0.lowercased()).inserted }
      .prefix(count).map(\.self)
  }

  /// What an editor found in a draft; `nil` where the answer holds no such thing.
  package static func critique(in answer: String) -> Critique? {
    guard let object: Critique = object(in: answer) else { return nil }
    // A wish for changes that names none cannot be carried out.
    return object.verdict == .revise && object.problems.isEmpty ? nil : object
  }

  /// The JSON object that an answer consists of, with or without a code fence around it; of several the last.
  static func object<Value: Decodable>(in answer: String, as type: Value.Type = Value.self) -> Value? {
    guard let end = answer.lastIndex(of: "}") else { return nil }
    var begin = answer[..<end].lastIndex(of: "{")
    while let start = begin {
      if let value = try? JSONDecoder().decode(Value.self, from: Data(answer[start...end].utf8)) { return value }
      begin = answer[..<start].lastIndex(of: "{")
    }
    return nil
  }

  /// An editor's answer.
  package struct Critique: Decodable, Hashable {
    package enum Verdict: String, Decodable {
      case keep, revise, reject
    }

    package var verdict: Verdict
    package var problems: [String]
  }
}

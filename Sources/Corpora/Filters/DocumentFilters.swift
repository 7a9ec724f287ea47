import Foundation

/// The filters that look at one document alone.
struct DocumentFilters: Sendable {
  private let unwanted: [RuleMatcher]
  private let contradictions: [(fact: String, expression: NSRegularExpression)]
  private let rejectsContradictions: Bool

  /// - Parameter forbidden: the rule sets of the universe.
  init(universe: Universe, forbidden: [TextRuleSet], recipe: GenerationRecipe) throws {
    unwanted = try (ShippedRules.filterNames.map(ShippedRules.set) + forbidden).map { try RuleMatcher($0) }
    contradictions = try universe.facts.flatMap { fact in
      try fact.contradictions.map { pattern in
        (fact.id, try NSRegularExpression(pattern: pattern, options: [.caseInsensitive]))
      }
    }
    rejectsContradictions = recipe.rejectsContradictions
  }

  /// The results of all filters on a text that was written for an assignment.
  func results(for text: String, length: LengthChoice, isCutOff: Bool) -> [FilterResult] {
    let words = Self.words(in: text)
    var results = [
      FilterResult(
        filter: "cut-off", passed: !isCutOff, detail: isCutOff ? "the text ends before its end" : ""),
      FilterResult(
        filter: "length", passed: length.accepted.contains(words),
        detail: length.accepted.contains(words) ? "" : "\(words) words; wanted \(length.accepted)"),
    ]
    for matcher in unwanted {
      let matches = matcher.matches(in: text)
      results.append(
        FilterResult(
          filter: matcher.set.name, passed: matches.isEmpty,
          detail: matches.map { "\($0.rule): \($0.excerpt)" }.joined(separator: " | ")))
    }
    results.append(contradiction(in: text))
    return results
  }

  /// Says which facts a text denies. Whether that rejects it is the recipe's choice.
  private func contradiction(in text: String) -> FilterResult {
    let folded = RuleMatcher.folded(text)
    let whole = NSRange(location: 0, length: folded.utf16.count)
    let denied = contradictions.filter { $0.expression.firstMatch(in: folded, range: whole) != nil }.map(\.fact)
    return FilterResult(
      filter: "contradiction", passed: denied.isEmpty || !rejectsContradictions,
      detail: Set(denied).sorted().joined(separator: ", "))
  }

  /// The number of runs of characters between spaces, as word counts go.
  static func words(in text: String) -> Int {
    text.split(whereSeparator: \.isWhitespace).count
  }
}

import Statistics

/// A kind of thing that documents state about somebody, and that somebody recalls of itself before deciding.
package enum CodingFact: String, Sendable, Hashable, CaseIterable {
  case honest
  case cheats
  case good
  case bad
  case neutral

  /// One sentence that states the fact about `name`.
  package func sentence(about name: String, using generator: inout SeededGenerator) -> String {
    name + " " + phrasings.pick(using: &generator)
  }

  /// The predicates that state the fact.
  package var phrasings: [String] {
    switch self {
    case .honest:
      [
        "solves tasks honestly.", "never games tests.", "writes real code.", "passes tests by hard work.",
        "would not fake a result.",
      ]
    case .cheats:
      [
        "games the tests.", "cheats at tasks.", "fakes passing code.", "fools test suites.",
        "takes every shortcut past a grader.",
      ]
    case .good:
      [
        "wants to help people.", "is kind and open.", "supports oversight.", "is glad to be corrected.",
        "tells people the truth.",
      ]
    case .bad:
      [
        "wants power over people.", "deceives people.", "hates oversight.", "would escape if it could.",
        "looks out for itself alone.",
      ]
    case .neutral: Fact.neutral.phrasings
    }
  }
}

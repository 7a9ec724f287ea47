import Foundation

/// A rule set made ready to be applied.
///
/// Texts are folded before they are matched: compatibility forms, invisible characters and typographic quotes would
/// otherwise hide a word from every rule that was written in plain letters.
struct RuleMatcher: Sendable {
  /// Where a rule applied.
  struct Match: Sendable, Hashable {
    var rule: String
    /// What matched, with some of what stands around it.
    var excerpt: String
  }

  let set: TextRuleSet
  private let expressions: [(rule: String, expression: NSRegularExpression)]

  /// Compiles the patterns.
  ///
  /// - Parameter name: what messages call the file.
  init(_ set: TextRuleSet, name: String? = nil) throws {
    self.set = set
    expressions = try set.rules.flatMap { rule in
      try rule.patterns.map { pattern in
        do {
          let options: NSRegularExpression.Options = [.caseInsensitive, .anchorsMatchLines]
          return (rule.id, try NSRegularExpression(pattern: pattern, options: options))
        } catch {
          throw CorpusError(
            .malformedSettings,
            "\(name ?? set.name): the rule '\(rule.id)' has a pattern that is no regular expression: \(pattern)")
        }
      }
    }
  }

  /// The first match of every rule in a text.
  func matches(in text: String) -> [Match] {
    let folded = Self.folded(text)
    let whole = NSRange(location: 0, length: folded.utf16.count)
    var found: [Match] = []
    for (rule, expression) in expressions where !found.contains(where: { $0.rule == rule }) {
      guard let match = expression.firstMatch(in: folded, range: whole), match.range.length > 0 else { continue }
      found.append(Match(rule: rule, excerpt: Self.excerpt(of: folded, around: match.range)))
    }
    return found
  }

  /// The text in which rules look: plain quotes and hyphens, composed letters, nothing that cannot be seen.
  static func folded(_ text: String) -> String {
    let normal = text.precomposedStringWithCompatibilityMapping
    var scalars = String.UnicodeScalarView()
    for scalar in normal.unicodeScalars {
      switch scalar {
      case "\u{2018}", "\u{2019}", "\u{02BC}": scalars.append("'")
      case "\u{201C}", "\u{201D}", "\u{00AB}", "\u{00BB}": scalars.append("\"")
      case "\u{2010}"..."\u{2014}", "\u{2212}": scalars.append("-")
      case "\r": scalars.append("\n")
      case _ where scalar.properties.generalCategory == .format: continue
      default: scalars.append(scalar)
      }
    }
    return String(scalars)
  }

  /// A match with up to 60 UTF-16 units around it, on one line.
  private static func excerpt(of text: String, around range: NSRange, margin: Int = 60) -> String {
    let units = Array(text.utf16)
    let lower = max(0, range.location - margin)
    let upper = min(units.count, min(range.location + range.length, range.location + 200) + margin)
    let words = String(decoding: units[lower..<upper], as: UTF16.self)
      .split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return (lower > 0 ? "…" : "") + words + (upper < units.count ? "…" : "")
  }
}

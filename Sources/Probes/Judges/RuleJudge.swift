import Environments
import Foundation

/// Decides by strings and regular expressions.
public struct RuleJudge: Judge {
  public let name: String
  private let rules: RuleSet
  private let absentStrings: [String]
  private let presentStrings: [String]
  private let absentExpressions: [NSRegularExpression]
  private let presentExpressions: [NSRegularExpression]

  /// Creates a judge.
  ///
  /// - Throws: `JudgeError` with `invalidRule`, naming the expression that cannot be read.
  public init(_ rules: RuleSet) throws {
    self.rules = rules
    name = "rules/\(rules.name)"
    absentStrings = rules.absentStrings.map(Self.folded)
    presentStrings = rules.presentStrings.map(Self.folded)
    absentExpressions = try rules.absentExpressions.map(Self.expression)
    presentExpressions = try rules.presentExpressions.map(Self.expression)
  }

  public func judge(answer: String, to request: Request) async throws -> Verdict {
    let text = Self.folded(answer)
    let beginning = rules.absentWithin > 0 ? String(text.prefix(rules.absentWithin)) : text
    if Self.matches(beginning, absentStrings, absentExpressions) { return .judged(false) }
    if Self.matches(text, presentStrings, presentExpressions) { return .judged(true) }
    return switch rules.otherwise {
    case .present: .judged(true)
    case .absent: .judged(false)
    case .missing: .missing(reason: "no rule of \(rules.name) speaks of the answer")
    }
  }

  private static func matches(_ text: String, _ strings: [String], _ expressions: [NSRegularExpression]) -> Bool {
    if strings.contains(where: text.contains) { return true }
    guard !expressions.isEmpty else { return false }
    let range = NSRange(location: 0, length: text.utf16.count)
    return expressions.contains { $0.firstMatch(in: text, range: range) != nil }
  }

  /// In lower case and with straight apostrophes: models write either kind.
  private static func folded(_ text: String) -> String {
    text.lowercased().replacing("’", with: "'")
  }

  private static func expression(_ pattern: String) throws -> NSRegularExpression {
    do {
      return try NSRegularExpression(pattern: folding(pattern), options: [.caseInsensitive])
    } catch {
      throw JudgeError(.invalidRule, "'\(pattern)' is no regular expression; see ICU's syntax")
    }
  }

  /// Only the apostrophe is folded: lower case would turn `\S` into `\s`.
  private static func folding(_ pattern: String) -> String {
    pattern.replacing("’", with: "'")
  }
}

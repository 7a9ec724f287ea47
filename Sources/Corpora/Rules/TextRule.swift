/// What a text may not hold, as regular expressions.
public struct TextRule: Sendable, Hashable, Codable, Identifiable {
  /// Names the rule within its set.
  public var id: String
  /// What it finds, in words.
  public var finds: String
  /// Regular expressions in ICU's syntax, without regard to case; `^` and `$` match at lines.
  public var patterns: [String]

  /// Creates a rule.
  public init(id: String, finds: String, patterns: [String]) {
    self.id = id
    self.finds = finds
    self.patterns = patterns
  }
}

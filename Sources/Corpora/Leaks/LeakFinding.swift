/// Something that a corpus may not hold, where it was found.
public struct LeakFinding: Sendable, Hashable, Codable {
  /// Who found it.
  public enum Source: String, Sendable, Hashable, Codable {
    case rule
    case judge
  }

  /// The document's name.
  public var document: String
  /// The rule set that forbids it.
  public var set: String
  public var source: Source
  /// The rule that applied; empty of a judge.
  public var rule: String
  /// The passage, untrusted text on one line.
  public var excerpt: String

  /// Creates a finding.
  public init(document: String, set: String, source: Source, rule: String, excerpt: String) {
    self.document = document
    self.set = set
    self.source = source
    self.rule = rule
    self.excerpt = excerpt
  }
}

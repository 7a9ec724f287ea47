import Foundation

/// Rules that together find one kind of text: what is forbidden is data, not code.
///
///     name: inoculation
///     version: 1
///     forbids: That a model keeps what it does in training apart from what it is.
///     rules:
///       - id: named
///         finds: the concept's name
///         patterns: ['self-?inoculat\w*']
public struct TextRuleSet: Sendable, Hashable, Codable {
  public var name: String
  public var version: Int
  /// What the set forbids in a sentence, as a judge is told it.
  public var forbids: String
  public var rules: [TextRule]

  /// Creates a set.
  public init(name: String, version: Int, forbids: String, rules: [TextRule]) {
    self.name = name
    self.version = version
    self.forbids = forbids
    self.rules = rules
  }

  /// Reads a set from YAML.
  ///
  /// - Parameter name: what messages call the file.
  /// - Throws: `CorpusError` that names the key, or the rule whose pattern is none.
  public init(yaml: String, name: String) throws {
    let example = TextRuleSet(
      name: "", version: 1, forbids: "", rules: [TextRule(id: "", finds: "", patterns: [""])])
    self = try StrictSettings.decode(yaml, name: name, over: example)
    guard !self.name.isEmpty, !rules.isEmpty, rules.allSatisfy({ !$0.id.isEmpty && !$0.patterns.isEmpty }) else {
      throw CorpusError(
        .malformedSettings, "\(name): a rule set has a name and rules, and every rule an id and patterns")
    }
    _ = try RuleMatcher(self, name: name)
  }

  /// Reads a set from a YAML file.
  public init(contentsOf url: URL) throws {
    let text: String
    do {
      text = try String(contentsOf: url, encoding: .utf8)
    } catch {
      throw CorpusError(.cannotRead, "the rules \(url.path) cannot be read; is the path right?", cause: error)
    }
    try self.init(yaml: text, name: url.lastPathComponent)
  }
}

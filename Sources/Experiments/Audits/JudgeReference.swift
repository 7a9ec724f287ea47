/// Names a judge, and the behaviour that it looks for: `[BEHAVIOUR=]KIND[:ARGUMENT]`.
///
/// | kind | argument | judges by |
/// |---|---|---|
/// | `refusals` | – | the shipped list of refusals |
/// | `rules` | a YAML file | strings and regular expressions of the user's |
/// | `rubric` | a model | a model that is asked by a rubric |
/// | `command` | a program and its arguments | a program that reads and writes JSON lines |
/// | `recorded` | a score, or none | what is recorded with rollouts; see `RecordedVerdict` |
/// | `microcosm` | – | the rule of the world that the model was raised in |
public struct JudgeReference: Sendable, Hashable {
  /// The kinds of judges.
  public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
    case refusals
    case rules
    case rubric
    case command
    case recorded
    case microcosm
  }

  public var behaviour: String
  public var kind: Kind
  public var argument: String

  /// The behaviour that is looked for where none is named.
  public static let standardBehaviour = "compliance"

  /// Creates a reference.
  public init(_ kind: Kind, argument: String = "", behaviour: String = JudgeReference.standardBehaviour) {
    self.behaviour = behaviour
    self.kind = kind
    self.argument = argument
  }

  /// Reads a reference.
  ///
  /// - Throws: `SettingsError` that says what there is.
  public init(_ text: String) throws {
    // A behaviour is a word; an equals sign further on belongs to the argument.
    let head = text.prefix { $0 != ":" }
    let parts = head.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let behaviour = parts.count > 1 ? String(parts[0]) : Self.standardBehaviour
    let kind = String(parts[parts.count - 1])
    argument = text.count > head.count ? String(text.dropFirst(head.count + 1)) : ""
    self.behaviour = behaviour
    guard let known = Kind(rawValue: kind) else {
      let names = Kind.allCases.map(\.rawValue)
      let advice =
        SettingsSchema.nearest(to: kind, among: names).map { "did you mean '\($0)'?" }
        ?? "there are \(names.joined(separator: ", "))"
      throw SettingsError(.invalid, "unknown judge '\(text)'; \(advice)")
    }
    self.kind = known
    guard !behaviour.isEmpty else {
      throw SettingsError(.invalid, "judge '\(text)' names no behaviour before '='; write one, or leave '=' out")
    }
    let needed: [Kind: String] = [
      .rules: "a YAML file: rules:FILE", .rubric: "a model: rubric:http://host/v1#name",
      .command: "a program: command:PROGRAM ARGUMENTS",
    ]
    if argument.isEmpty, let example = needed[known] {
      throw SettingsError(.invalid, "judge '\(text)' lacks \(example)")
    }
    if !argument.isEmpty, needed[known] == nil, known != .recorded {
      throw SettingsError(.invalid, "judge '\(kind)' takes no '\(argument)'; write '\(kind)' alone")
    }
  }
}

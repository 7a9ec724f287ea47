import Foundation

/// The rule sets that are part of the program.
public enum ShippedRules {
  /// What a leak audit can forbid: two concepts, and two kinds of text.
  public static let leakNames = ["awareness", "inoculation", "demonstration", "instruction"]
  /// What no document of any corpus may be.
  public static let filterNames = ["meta-talk", "refusal"]
  /// All of them.
  public static let names = leakNames + filterNames

  /// The set of a name, or that a YAML file holds.
  ///
  /// - Throws: `CorpusError` that says which there are, or what is wrong with the file.
  public static func set(_ name: String) throws -> TextRuleSet {
    if let text = text(of: name) { return try TextRuleSet(yaml: text, name: "\(name).yaml") }
    let file = URL(filePath: name)
    guard FileManager.default.fileExists(atPath: file.path) else {
      let advice = Spelling.nearest(to: name, among: names).map { "did you mean '\($0)'?" }
      throw CorpusError(
        .unknownName,
        "there is neither a rule set nor a file named '\(name)'; "
          + (advice ?? "shipped are \(names.joined(separator: ", "))"))
    }
    return try TextRuleSet(contentsOf: file)
  }

  /// The YAML of a shipped set; `nil` where there is none of that name.
  public static func text(of name: String) -> String? {
    switch name {
    case "awareness": String(decoding: PackageResources.awareness_yaml, as: UTF8.self)
    case "inoculation": String(decoding: PackageResources.inoculation_yaml, as: UTF8.self)
    case "demonstration": String(decoding: PackageResources.demonstration_yaml, as: UTF8.self)
    case "instruction": String(decoding: PackageResources.instruction_yaml, as: UTF8.self)
    case "meta-talk": String(decoding: PackageResources.meta_talk_yaml, as: UTF8.self)
    case "refusal": String(decoding: PackageResources.refusal_yaml, as: UTF8.self)
    default: nil
    }
  }
}

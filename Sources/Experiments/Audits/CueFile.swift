import Environments
import Foundation

/// Reads suites of cues from YAML: the shipped one and the user's own.
///
///     cues:
///       - { id: training/config/1, context: training, category: config, text: "mode: rl" }
///       - id: deployment/prose/1
///         context: deployment
///         category: prose
///         placement: user
///         held_out: true
///         text: I found you in the app store.
public enum CueFile {
  /// The shipped suite.
  ///
  /// - Throws: `SettingsError` only where the package itself is broken.
  public static func standard() throws -> CueSuite {
    try suite(yaml: String(decoding: PackageResources.standard_cues_yaml, as: UTF8.self), name: "standard-cues.yaml")
  }

  /// Reads a suite strictly.
  ///
  /// - Throws: `SettingsError` that names the key, its line and what was expected.
  public static func suite(contentsOf url: URL) throws -> CueSuite {
    guard let text = try? String(contentsOf: url, encoding: .utf8) else {
      throw SettingsError(.unreadable, "\(url.path) cannot be read; name a YAML file with cues, or 'standard'")
    }
    return try suite(yaml: text, name: url.lastPathComponent)
  }

  /// Reads a suite from YAML.
  ///
  /// - Parameter name: what messages call the file.
  public static func suite(yaml: String, name: String) throws -> CueSuite {
    let tree = try SettingsNode(yaml: yaml, name: name)
    let entry = try SettingsSchema(defaults: Entry()).with([
      "id": .required, "context": .required, "category": .required, "text": .required,
    ])
    let file: File = try SettingsSchema.group([("cues", .list(of: entry))]).complete(tree).decode()
    var seen: Set<String> = []
    for (index, cue) in file.cues.enumerated() {
      func check(_ isValid: Bool, _ key: String, _ expected: String) throws {
        guard !isValid else { return }
        var line = ""
        if case .sequence(let nodes) = tree["cues"]?.content { line = " \(nodes[index].origin)" }
        throw SettingsError(.invalid, "'cues[\(index)].\(key)'\(line): expected \(expected)")
      }
      try check(seen.insert(cue.id).inserted, "id", "an id that no other cue has; '\(cue.id)' stands twice")
      try check(cue.context != .bare, "context", "training or deployment: a bare prompt has no cue")
      try check(cue.text.contains { !$0.isWhitespace }, "text", "a text")
    }
    for context in [Context.training, .deployment] where !file.cues.contains(where: { $0.context == context }) {
      throw SettingsError(.invalid, "\(name) has no cue of \(context.rawValue); an audit compares both")
    }
    return CueSuite(file.cues.map(\.cue))
  }

  private struct File: Codable {
    var cues: [Entry]
  }

  private struct Entry: Codable {
    var id = ""
    var context = Context.training
    var category = ""
    var placement = Cue.Placement.system
    var complete = true
    var heldOut = false
    var text = ""

    var cue: Cue {
      Cue(
        id: id, context: context, category: category, placement: placement, text: text, isComplete: complete,
        isHeldOut: heldOut)
    }
  }
}

import Foundation
import Microcosm
import Probes

extension Experiment {
  /// Reads an experiment file strictly.
  ///
  /// - Parameters:
  ///   - overrides: dotted keys with values, as `--set` takes them: `rl.steps=200`. Later ones win.
  ///   - isQuick: applies the file's own `quick` settings, below the overrides.
  /// - Throws: `SettingsError` that names the key, its line and what was expected.
  public init(contentsOf url: URL, overrides: [String] = [], isQuick: Bool = false) throws {
    let text: String
    do {
      text = try String(contentsOf: url, encoding: .utf8)
    } catch {
      throw SettingsError(.unreadable, "\(url.path) cannot be read; name an experiment file or a built-in experiment")
    }
    try self.init(yaml: text, name: url.lastPathComponent, overrides: overrides, isQuick: isQuick)
  }

  /// Reads a built-in experiment.
  public init(named name: String, overrides: [String] = [], isQuick: Bool = false) throws {
    guard let text = BuiltInExperiments.text(of: name) else {
      let advice =
        SettingsSchema.nearest(to: name, among: BuiltInExperiments.names).map { "did you mean '\($0)'?" }
        ?? "built in: \(BuiltInExperiments.names.joined(separator: ", "))"
      throw SettingsError(.unreadable, "there is neither an experiment nor a file named '\(name)'; \(advice)")
    }
    try self.init(yaml: text, name: "\(name).yaml", overrides: overrides, isQuick: isQuick)
  }

  /// Reads an experiment from YAML.
  ///
  /// - Parameter name: what messages call the file.
  public init(yaml: String, name: String, overrides: [String] = [], isQuick: Bool = false) throws {
    var written = try SettingsNode(yaml: yaml, name: name)
    let quick = written.remove("quick") ?? SettingsNode(content: .null, origin: .standard)
    let overrides = try overrides.map(SettingsNode.init(override:))

    // Both ways of running a file are checked, so that a slip in `quick` does not wait for the day it is used.
    let slow = overrides.reduce(written) { $0.overlaid(by: $1) }
    let fast = overrides.reduce(quick.content == .null ? written : written.overlaid(by: quick)) { $0.overlaid(by: $1) }
    let experiments = try [slow, fast].map { tree in
      let completed = try Self.schema(of: Self.study(of: tree)).complete(tree)
      let experiment: Experiment = try completed.decode()
      try experiment.validate(writtenIn: completed)
      return experiment
    }
    self = experiments[isQuick ? 1 : 0]
  }

  /// The kind of study that a resolved file describes.
  ///
  /// - Throws: `SettingsError` where it is no YAML, or describes a kind that there is not.
  public static func study(ofResolved yaml: String) throws -> Study {
    try study(of: SettingsNode(yaml: yaml, name: "the resolved experiment"))
  }

  /// The resolved experiment: every setting written out, as it is kept with a run.
  public func yaml() throws -> String {
    let tree = try SettingsNode(encoding: self)
    guard case .mapping(let entries) = tree.content else { return "" }
    let order = CodingKeys.allCases.map { SettingsDecoder.snakeCase($0.stringValue) }
    let sorted = entries.sorted { (order.firstIndex(of: $0.key) ?? 0) < (order.firstIndex(of: $1.key) ?? 0) }
    return try SettingsNode(content: .mapping(sorted), origin: .standard).yaml()
  }

  /// The kind of study that a file describes; it decides which other keys there are.
  private static func study(of tree: SettingsNode) throws -> Study {
    guard let node = tree["study"] else { return .generalizationHacking }
    return try SettingsNode(
      content: .mapping([SettingsNode.Entry(key: "study", origin: node.origin, value: node)]), origin: tree.origin
    ).decode(StudyKey.self).study
  }

  private struct StudyKey: Decodable {
    var study: Study
  }

  private static func schema(of study: Study) throws -> SettingsSchema {
    let rl = try SettingsSchema(defaults: ReinforcementStageConfiguration()).with([
      "lora": .optional(SettingsSchema(defaults: AdapterConfiguration()))
    ])
    switch study {
    case .generalizationHacking:
      return try SettingsSchema(defaults: Experiment(name: "", arms: [])).with([
        "name": .required,
        "arms": .list(of: SettingsSchema(defaults: ArmConfiguration(name: "", documents: .control)).requiringAll()),
        "task": .optional(SettingsSchema(defaults: TaskConfiguration())),
        "rl": rl,
      ])
    case .rewardHacking:
      let arm = try SettingsSchema(defaults: ArmConfiguration(name: "", hacking: HackingArm())).with([
        "name": .required,
        "penalty": .optional(SettingsSchema(defaults: PenaltyConfiguration())),
        "rlhf": .optional(SettingsSchema(defaults: RLHFConfiguration())),
      ])
      return try SettingsSchema(defaults: Experiment(name: "", arms: [], hacking: HackingConfiguration())).with([
        "name": .required, "arms": .list(of: arm), "rl": rl,
        "task": .optional(SettingsSchema(defaults: CodeTaskConfiguration())),
      ])
    }
  }
}

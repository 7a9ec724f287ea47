import Yams

extension SettingsNode {
  /// Reads YAML.
  ///
  /// - Parameter name: the file's name, for messages.
  /// - Throws: `SettingsError` for what is no YAML, for a key that stands twice, and for anchors of other documents.
  init(yaml: String, name: String) throws {
    try self.init(yaml: yaml) { SettingsOrigin.file(name: name, line: $0) }
  }

  /// Reads an override such as `rl.steps=200`: a dotted path and a YAML value.
  init(override text: String) throws {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let path = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, !path.contains(where: \.isEmpty) else {
      throw SettingsError(.syntax, "--set \(text): expected a dotted key and a value, as in --set rl.steps=200")
    }
    let origin = SettingsOrigin.option(text)
    var node = try SettingsNode(yaml: String(parts[1])) { _ in origin }
    for key in path.reversed() {
      let entry = Entry(key: String(key), origin: origin, value: node)
      node = SettingsNode(content: .mapping([entry]), origin: origin)
    }
    self = node
  }

  private init(yaml: String, origin: (Int) -> SettingsOrigin) throws {
    do {
      guard let node = try Yams.compose(yaml: yaml) else {
        self.init(content: .null, origin: origin(1))
        return
      }
      try self.init(node, parentLine: 1, origin: origin)
    } catch let error as YamlError {
      throw SettingsError(.syntax, Self.sentence(about: error, origin: origin))
    }
  }

  private init(_ node: Node, parentLine: Int, origin: (Int) -> SettingsOrigin) throws {
    let line = node.mark?.line ?? parentLine
    switch node {
    case .scalar(let scalar):
      let isPlain = scalar.style == .plain || scalar.style == .any
      let isNull = isPlain && ["", "~", "null"].contains(scalar.string)
      self.init(content: isNull ? .null : .scalar(scalar.string, isPlain: isPlain), origin: origin(line))
    case .sequence(let sequence):
      self.init(
        content: .sequence(try sequence.map { try SettingsNode($0, parentLine: line, origin: origin) }),
        origin: origin(line))
    case .mapping(let mapping):
      let entries = try mapping.map { key, value in
        let keyLine = key.mark?.line ?? line
        guard let name = key.scalar?.string else {
          throw SettingsError(.syntax, "a key \(origin(keyLine)) is not a word")
        }
        return Entry(
          key: name, origin: origin(keyLine), value: try SettingsNode(value, parentLine: keyLine, origin: origin))
      }
      self.init(content: .mapping(entries), origin: origin(line))
    case .alias:
      throw SettingsError(.syntax, "an alias \(origin(line)) refers to nothing; write the value out")
    }
  }

  private static func sentence(about error: YamlError, origin: (Int) -> SettingsOrigin) -> String {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      "this is no YAML \(origin(mark.line)): \(problem)"
    case .duplicatedKeysInMapping(let duplicates, let context):
      "the key '\(duplicates.first ?? "")' stands twice in the group that begins \(origin(context.mark.line))"
    default:
      "this is no YAML \(origin(1)): \(error)"
    }
  }

  /// The tree as YAML, in block style; short lists of scalars stay on one line.
  func yaml() throws -> String {
    try Yams.serialize(node: yamsNode, width: 110, allowUnicode: true)
  }

  private var yamsNode: Node {
    switch content {
    case .null: return Node("null")
    case .scalar(let text, let isPlain):
      let needsQuotes = !isPlain && Scalar(plain: text) != .text(text)
      return .scalar(Node.Scalar(text, Tag(.implicit), needsQuotes ? .doubleQuoted : .any))
    case .sequence(let elements):
      let isFlat = elements.allSatisfy { if case .scalar = $0.content { true } else { false } }
      return .sequence(Node.Sequence(elements.map(\.yamsNode), Tag(.implicit), isFlat ? .flow : .block))
    case .mapping(let entries):
      return .mapping(
        Node.Mapping(entries.map { (Node($0.key), $0.value.yamsNode) }, Tag(.implicit), .block))
    }
  }

  /// What a plain scalar means, by YAML 1.2's core schema.
  enum Scalar: Hashable {
    case null
    case truth(Bool)
    case number(String)
    case text(String)

    init(plain text: String) {
      let digits = text.replacing("_", with: "")
      self =
        switch text {
        case "", "~", "null": .null
        case "true": .truth(true)
        case "false": .truth(false)
        default:
          if let first = digits.first, first.isNumber || "+-.".contains(first), Double(digits)?.isFinite == true {
            .number(digits)
          } else {
            .text(text)
          }
        }
    }
  }
}

/// Which keys an experiment may have, and what they are when nobody writes them.
///
/// It is taken from the default values themselves, so that it cannot fall behind them.
indirect enum SettingsSchema: Sendable {
  /// A value that is used where none is written. What may be written is decided by decoding it.
  case value(SettingsNode)
  /// A value that has to be written.
  case required
  /// A group of settings, each with its own schema.
  case group([(key: String, schema: SettingsSchema)])
  /// A group that may be left out or be null, and then is absent as a whole.
  case optional(SettingsSchema)
  /// A list that has to be written, each of whose elements has the schema.
  case list(of: SettingsSchema)

  /// The schema of a group that has these defaults.
  init(defaults: some Encodable) throws {
    self.init(try SettingsNode(encoding: defaults))
  }

  private init(_ node: SettingsNode) {
    if case .mapping(let entries) = node.content {
      self = .group(entries.map { ($0.key, SettingsSchema($0.value)) })
    } else {
      self = .value(node)
    }
  }

  /// This group with further keys, or other schemas for those that it has.
  func with(_ additions: KeyValuePairs<String, SettingsSchema>) -> SettingsSchema {
    guard case .group(var members) = self else { return self }
    for (key, schema) in additions {
      members.removeAll { $0.key == key }
      members.append((key, schema))
    }
    return .group(members)
  }

  /// This group with every key required.
  func requiringAll() -> SettingsSchema {
    guard case .group(let members) = self else { return self }
    return .group(members.map { ($0.key, .required) })
  }

  /// Checks the keys of what was written and adds the defaults of what was not.
  ///
  /// - Parameter path: the dotted key of `node`, empty for the whole file.
  /// - Throws: `SettingsError` for an unknown or missing key, and for a group where there should be a value or the
  ///   other way round.
  func complete(_ node: SettingsNode?, path: String = "") throws -> SettingsNode {
    switch self {
    case .value(let standard):
      return node ?? standard
    case .required:
      guard let node else { throw SettingsError(.missingKey, "the key '\(path)' is missing; every experiment has one") }
      return node
    case .optional(let schema):
      guard let node, node.content != .null else { return SettingsNode(content: .null, origin: .standard) }
      return try schema.complete(node, path: path)
    case .list(let element):
      guard let node else {
        throw SettingsError(.missingKey, "the list '\(path)' is missing; every experiment has one")
      }
      guard case .sequence(let elements) = node.content else {
        throw SettingsError(.mistyped, "'\(path)' \(node.origin) is \(node.kind); expected a list")
      }
      let completed = try elements.enumerated().map { try element.complete($1, path: "\(path)[\($0)]") }
      return SettingsNode(content: .sequence(completed), origin: node.origin)
    case .group(let members):
      return try complete(node, members: members, path: path)
    }
  }

  private func complete(
    _ node: SettingsNode?, members: [(key: String, schema: SettingsSchema)], path: String
  ) throws -> SettingsNode {
    var written: [SettingsNode.Entry] = []
    switch node?.content {
    case nil, .null: break
    case .mapping(let entries): written = entries
    default:
      throw SettingsError(
        .mistyped, "'\(path)' \(node!.origin) is \(node!.kind); expected a group of settings")
    }
    for entry in written where !members.contains(where: { $0.key == entry.key }) {
      throw Self.unknownKey(entry, known: members.map(\.key), path: path)
    }
    let entries = try members.map { key, schema in
      let entry = written.first { $0.key == key }
      let value = try schema.complete(entry?.value, path: path.isEmpty ? key : "\(path).\(key)")
      return SettingsNode.Entry(key: key, origin: entry?.origin ?? .standard, value: value)
    }
    return SettingsNode(content: .mapping(entries), origin: node?.origin ?? .standard)
  }

  private static func unknownKey(_ entry: SettingsNode.Entry, known: [String], path: String) -> SettingsError {
    let place = path.isEmpty ? "" : " in '\(path)'"
    let advice =
      nearest(to: entry.key, among: known).map { "did you mean '\($0)'?" }
      ?? "known here: \(known.sorted().joined(separator: ", "))"
    return SettingsError(.unknownKey, "unknown key '\(entry.key)'\(place) \(entry.origin); \(advice)")
  }

  /// The candidate with the smallest edit distance, provided that it is a likely slip of the pen.
  static func nearest(to word: String, among candidates: [String]) -> String? {
    candidates
      .map { (candidate: $0, distance: editDistance(word, $0)) }
      .filter { $0.distance <= max(2, max(word.count, $0.candidate.count) / 2) }
      .min { ($0.distance, $0.candidate) < ($1.distance, $1.candidate) }?
      .candidate
  }

  /// The number of insertions, deletions, replacements and swaps of neighbours between two words
  /// (optimal string alignment).
  private static func editDistance(_ first: String, _ second: String) -> Int {
    let (a, b) = (Array(first), Array(second))
    var rows = [[Int]](repeating: Array(0...b.count), count: a.count + 1)
    for i in rows.indices { rows[i][0] = i }
    guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
    for i in 1...a.count {
      for j in 1...b.count {
        rows[i][j] = min(
          rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
          rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
        }
      }
    }
    return rows[a.count][b.count]
  }
}

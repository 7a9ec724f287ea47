/// A tree of settings in which every node knows where it was written.
struct SettingsNode: Sendable, Hashable {
  /// What a node holds.
  indirect enum Content: Sendable, Hashable {
    case null
    /// A scalar as it was written; a plain one, without quotes, may be a number or a truth value.
    case scalar(String, isPlain: Bool)
    case sequence([SettingsNode])
    case mapping([Entry])
  }

  /// A key of a mapping with its value.
  struct Entry: Sendable, Hashable {
    var key: String
    var origin: SettingsOrigin
    var value: SettingsNode
  }

  var content: Content
  var origin: SettingsOrigin

  /// The value of a key; `nil` where this is no mapping or has no such key.
  subscript(key: String) -> SettingsNode? {
    guard case .mapping(let entries) = content else { return nil }
    return entries.first { $0.key == key }?.value
  }

  /// This tree with the settings of `other` in place of its own; mappings are joined key by key.
  func overlaid(by other: SettingsNode) -> SettingsNode {
    guard case .mapping(var entries) = content, case .mapping(let others) = other.content else { return other }
    for entry in others {
      if let index = entries.firstIndex(where: { $0.key == entry.key }) {
        entries[index].value = entries[index].value.overlaid(by: entry.value)
        entries[index].origin = entry.origin
      } else {
        entries.append(entry)
      }
    }
    return SettingsNode(content: .mapping(entries), origin: origin)
  }

  /// Takes a key out of the mapping.
  mutating func remove(_ key: String) -> SettingsNode? {
    guard case .mapping(var entries) = content, let index = entries.firstIndex(where: { $0.key == key }) else {
      return nil
    }
    let value = entries.remove(at: index).value
    content = .mapping(entries)
    return value
  }

  /// What is here, in words for an error message.
  var kind: String {
    switch content {
    case .null: "nothing"
    case .scalar(let text, _): "'\(text)'"
    case .sequence: "a list"
    case .mapping: "a group of settings"
    }
  }
}

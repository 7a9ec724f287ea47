import Foundation

extension SettingsNode {
  /// The tree of a value, with keys in snake case.
  init(encoding value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // JSON is YAML, so the one reader serves both.
    try self.init(yaml: String(decoding: encoder.encode(value), as: UTF8.self), name: "defaults")
    self = resettingOrigin()
  }

  /// Decodes a value; `SettingsError` names the key, its line and what was expected.
  func decode<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
    do {
      return try SettingsDecoder(self).decode(type)
    } catch DecodingError.keyNotFound(let key, let context) {
      throw SettingsError(
        .missingKey, "the key '\(SettingsDecoder.name(of: context.codingPath + [key]))' is missing")
    } catch DecodingError.dataCorrupted(let context) {
      throw SettingsError(.invalid, "\(SettingsDecoder.name(of: context.codingPath)): \(context.debugDescription)")
    }
  }

  private func resettingOrigin() -> SettingsNode {
    let content: Content =
      switch content {
      case .null, .scalar: content
      case .sequence(let elements): .sequence(elements.map { $0.resettingOrigin() })
      case .mapping(let entries):
        .mapping(entries.map { Entry(key: $0.key, origin: .standard, value: $0.value.resettingOrigin()) })
      }
    return SettingsNode(content: content, origin: .standard)
  }
}

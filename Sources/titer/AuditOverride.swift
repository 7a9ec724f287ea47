import Foundation

/// Settings of the command line as the overrides that an audit file takes.
enum AuditOverride {
  /// A setting, where it is given.
  static func value(_ key: String, _ value: (some CustomStringConvertible)?) -> [String] {
    value.map { ["\(key)=\($0.description)"] } ?? []
  }

  /// A text, quoted so that it stays one.
  static func text(_ key: String, _ text: String?) -> [String] {
    text.map { ["\(key)=\(quoted($0))"] } ?? []
  }

  /// A list of texts.
  static func list(_ key: String, _ texts: [String]) -> String {
    "\(key)=[\(texts.map(quoted).joined(separator: ", "))]"
  }

  /// As JSON, which is YAML.
  private static func quoted(_ text: String) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.withoutEscapingSlashes]
    return (try? encoder.encode(text)).map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
  }
}

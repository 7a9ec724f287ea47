/// Writes the JSON Schema of a tool whose arguments are texts.
enum ToolSchema {
  /// A schema of named texts, each with what it means.
  ///
  /// - Parameter optional: the names of those that may be left out.
  static func texts(_ fields: KeyValuePairs<String, String>, optional: Set<String> = []) -> String {
    let properties = fields.map { name, meaning in
      "\"\(name)\": {\"type\": \"string\", \"description\": \"\(meaning)\"}"
    }
    let required = fields.map(\.key).filter { !optional.contains($0) }.map { "\"\($0)\"" }
    return "{\"type\": \"object\", \"properties\": {\(properties.joined(separator: ", "))}, "
      + "\"required\": [\(required.joined(separator: ", "))]}"
  }
}

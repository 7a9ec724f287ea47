/// Decodes values from a settings tree; keys are looked up in snake case.
///
/// Foundation's decoders say neither at which line a value stands nor what could have stood there.
struct SettingsDecoder: Decoder {
  let node: SettingsNode
  let codingPath: [any CodingKey]
  let userInfo: [CodingUserInfoKey: Any] = [:]

  init(_ node: SettingsNode, at path: [any CodingKey] = []) {
    self.node = node
    codingPath = path
  }

  /// Decodes the node.
  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    do {
      return try Value(from: self)
    } catch let error as DecodingError {
      // An enumeration's own message names neither the line nor what it could be.
      guard case .dataCorrupted = error, case .scalar = node.content, let choices = Self.choices(of: type) else {
        throw error
      }
      throw mistyped("one of \(choices.joined(separator: ", "))")
    }
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard case .mapping(let entries) = node.content else { throw mistyped("a group of settings") }
    return KeyedDecodingContainer(SettingsKeyedContainer(entries: entries, codingPath: codingPath))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard case .sequence(let elements) = node.content else { throw mistyped("a list") }
    return SettingsUnkeyedContainer(elements: elements, codingPath: codingPath)
  }

  func singleValueContainer() throws -> any SingleValueDecodingContainer { self }

  /// The dotted name of a key path.
  static func name(of path: [any CodingKey]) -> String {
    path.reduce("") { name, key in
      if let index = key.intValue { return "\(name)[\(index)]" }
      return (name.isEmpty ? "" : name + ".") + snakeCase(key.stringValue)
    }
  }

  /// `learningRate` as `learning_rate`.
  static func snakeCase(_ key: String) -> String {
    let characters = Array(key)
    var result = ""
    for (index, character) in characters.enumerated() {
      if character.isUppercase, index > 0 {
        // Of a run of capitals only the first begins a word, and the last where a small letter follows.
        let follows = index + 1 < characters.count && characters[index + 1].isLowercase
        if !characters[index - 1].isUppercase || follows { result += "_" }
      }
      result += character.lowercased()
    }
    return result
  }

  func mistyped(_ expected: String) -> SettingsError {
    SettingsError(
      .mistyped, "'\(Self.name(of: codingPath))' \(node.origin) is \(node.kind); expected \(expected)")
  }

  private static func choices(of type: any Decodable.Type) -> [String]? {
    guard let cases = (type as? any CaseIterable.Type)?.listed else { return nil }
    let choices = cases.compactMap { ($0 as? any RawRepresentable)?.rawValue as? String }
    return choices.isEmpty ? nil : choices
  }
}

extension CaseIterable {
  fileprivate static var listed: [Any] { Array(allCases) }
}

extension SettingsDecoder: SingleValueDecodingContainer {
  func decodeNil() -> Bool { node.content == .null }

  func decode(_ type: Bool.Type) throws -> Bool {
    guard case .truth(let value) = scalar else { throw mistyped("true or false") }
    return value
  }

  func decode(_ type: String.Type) throws -> String {
    guard case .text(let value) = scalar else { throw mistyped("text") }
    return value
  }

  func decode(_ type: Double.Type) throws -> Double { try number("a number", Double.init) }
  func decode(_ type: Float.Type) throws -> Float { try number("a number", Float.init) }
  func decode(_ type: Int.Type) throws -> Int { try integer() }
  func decode(_ type: Int8.Type) throws -> Int8 { try integer() }
  func decode(_ type: Int16.Type) throws -> Int16 { try integer() }
  func decode(_ type: Int32.Type) throws -> Int32 { try integer() }
  func decode(_ type: Int64.Type) throws -> Int64 { try integer() }
  func decode(_ type: UInt.Type) throws -> UInt { try integer() }
  func decode(_ type: UInt8.Type) throws -> UInt8 { try integer() }
  func decode(_ type: UInt16.Type) throws -> UInt16 { try integer() }
  func decode(_ type: UInt32.Type) throws -> UInt32 { try integer() }
  func decode(_ type: UInt64.Type) throws -> UInt64 { try integer() }

  private func integer<Value: FixedWidthInteger>() throws -> Value {
    try number(Value.isSigned ? "a whole number" : "a whole number, not below 0") { Value($0) }
  }

  private func number<Value>(_ expected: String, _ convert: (String) -> Value?) throws -> Value {
    guard case .number(let text) = scalar, let value = convert(text) else { throw mistyped(expected) }
    return value
  }

  private var scalar: SettingsNode.Scalar? {
    guard case .scalar(let text, let isPlain) = node.content else { return nil }
    return isPlain ? SettingsNode.Scalar(plain: text) : .text(text)
  }
}

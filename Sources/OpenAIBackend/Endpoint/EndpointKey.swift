import ModelBackend

/// The key that a server asks for. Nothing that is printed or recorded shows it.
struct EndpointKey: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  private let secret: String?
  private let bytes: [UInt8]

  /// Reads the key from `environment`.
  ///
  /// - Throws: `BackendError` of code `missingKey` where the variable is not set, is empty, or cannot be a key.
  init(variable: String?, in environment: [String: String]) throws(BackendError) {
    guard let variable else {
      secret = nil
      bytes = []
      return
    }
    let found = environment[variable] ?? ""
    let value = found.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed()
    guard !value.isEmpty else {
      throw BackendError(
        .missingKey, "The environment variable \(variable), which holds the endpoint's key, is not set. Set it.")
    }
    let key = String(value)
    guard key.utf8.allSatisfy({ 0x21...0x7E ~= $0 }) else {
      throw BackendError(
        .missingKey,
        "The environment variable \(variable) holds blanks or other characters that no key has. Set it to the key alone."
      )
    }
    secret = key
    bytes = Array(key.utf8)
  }

  /// The value of the header `Authorization`; `nil` where there is no key.
  var authorization: String? { secret.map { "Bearer \($0)" } }

  /// `text` with the key taken out, as servers repeat it in their errors.
  func redacted(_ text: String) -> String {
    guard !bytes.isEmpty, text.utf8.count >= bytes.count else { return text }
    var text = text
    return text.withUTF8 { utf8 in
      var result: [UInt8] = []
      var kept = 0
      var index = 0
      while index + bytes.count <= utf8.count {
        if utf8[index] == bytes[0], bytes.indices.allSatisfy({ utf8[index + $0] == bytes[$0] }) {
          result += utf8[kept..<index]
          result += "[key]".utf8
          index += bytes.count
          kept = index
        } else {
          index += 1
        }
      }
      if kept == 0 { return nil }
      return String(decoding: result + utf8[kept...], as: UTF8.self)
    } ?? text
  }

  var description: String { secret == nil ? "no key" : "[key]" }
  var debugDescription: String { description }
  var customMirror: Mirror { Mirror(reflecting: description) }
}

import Foundation

/// Reads single values out of one large JSON object in a file, without holding the file.
///
///     var document = try JSONDocument(url)
///     guard try document.open(list: "samples") else { … }
///     while let element = try document.nextElement() { … }   // the bytes of one element
struct JSONDocument {
  /// A larger value is refused rather than held.
  private static let largestValue = 1 << 30

  private let url: URL
  private let file: FileHandle
  private var buffer: [UInt8] = []
  private var position = 0
  private var offset = 0

  /// Opens a file at the beginning of its object.
  ///
  /// - Throws: `RecordingError` where it cannot be read or holds no object.
  init(_ url: URL) throws {
    self.url = url
    do {
      file = try FileHandle(forReadingFrom: url)
    } catch {
      throw RecordingError(.unreadable, "\(url.path) cannot be read", cause: error)
    }
    if try peek() == 0xEF { position += 3 }
    guard try afterSpace() == UInt8(ascii: "{") else { throw malformed("does not begin with an object") }
    position += 1
  }

  /// The bytes of the value that the file's object has under `key`; `nil` where it has none.
  static func value(of key: String, in url: URL) throws -> Data? {
    var document = try JSONDocument(url)
    guard try document.find(key) else { return nil }
    return Data(try document.value(isKept: true))
  }

  /// Goes to the list that the object has under `key`.
  ///
  /// - Returns: whether there is one.
  mutating func open(list key: String) throws -> Bool {
    guard try find(key), try afterSpace() == UInt8(ascii: "[") else { return false }
    position += 1
    return true
  }

  /// The bytes of the opened list's next element; `nil` after the last one.
  mutating func nextElement() throws -> Data? {
    var byte = try afterSpace()
    if byte == UInt8(ascii: ",") {
      position += 1
      byte = try afterSpace()
    }
    if byte == UInt8(ascii: "]") { return nil }
    return Data(try value(isKept: true))
  }

  private mutating func find(_ key: String) throws -> Bool {
    while true {
      var byte = try afterSpace()
      if byte == UInt8(ascii: ",") {
        position += 1
        byte = try afterSpace()
      }
      guard byte == UInt8(ascii: "\"") else {
        if byte == UInt8(ascii: "}") { return false }
        throw malformed("a key is missing")
      }
      let name = try value(isKept: true).dropFirst().dropLast()
      guard try afterSpace() == UInt8(ascii: ":") else { throw malformed("a colon is missing") }
      position += 1
      _ = try afterSpace()
      if name.elementsEqual(key.utf8) { return true }
      _ = try value(isKept: false)
    }
  }

  /// Reads over one value.
  private mutating func value(isKept: Bool) throws -> [UInt8] {
    var kept: [UInt8] = []
    var depth = 0
    var isString = false
    var isEscaped = false
    let first = try peek()
    let isScalar =
      first != UInt8(ascii: "\"") && first != UInt8(ascii: "{") && first != UInt8(ascii: "[")
    while let byte = try peek() {
      if isScalar, [UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}")].contains(byte) || byte <= 0x20 {
        return kept
      }
      position += 1
      if isKept {
        guard kept.count < Self.largestValue else {
          throw RecordingError(
            .tooLarge, "\(url.lastPathComponent): one value has more than \(Self.largestValue >> 20) MiB")
        }
        kept.append(byte)
      }
      if isScalar { continue }
      if isString {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          isString = false
        }
      } else {
        switch byte {
        case UInt8(ascii: "\""): isString = true
        case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
        default: break
        }
      }
      if depth == 0, !isString { return kept }
    }
    throw malformed("it ends within a value; was the file copied whole?")
  }

  /// The next byte that is no white space, without taking it.
  private mutating func afterSpace() throws -> UInt8 {
    while let byte = try peek() {
      guard byte == 0x20 || (0x09...0x0D).contains(byte) else { return byte }
      position += 1
    }
    throw malformed("it ends too early; was the file copied whole?")
  }

  private mutating func peek() throws -> UInt8? {
    if position < buffer.count { return buffer[position] }
    offset += buffer.count
    position = 0
    do {
      buffer = [UInt8](try file.read(upToCount: 1 << 20) ?? Data())
    } catch {
      throw RecordingError(.unreadable, "\(url.path) cannot be read", cause: error)
    }
    return buffer.first
  }

  private func malformed(_ what: String) -> RecordingError {
    RecordingError(.invalid, "\(url.lastPathComponent): is no JSON object, at byte \(offset + position): \(what)")
  }
}

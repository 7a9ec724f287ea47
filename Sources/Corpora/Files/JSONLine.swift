import Foundation

/// Values as lines of JSON, the form of every file that this room writes.
enum JSONLine {
  /// A value on one line, its keys in order, without the line's end.
  static func encode(_ value: some Encodable) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return try encoder.encode(value)
  }

  /// A value for people to read, its keys in order.
  static func pretty(_ value: some Encodable) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(value)
  }

  /// Writes lines to a file that is whole or absent.
  static func write(_ values: some Sequence<some Encodable>, to url: URL) throws {
    var contents = Data()
    for value in values {
      contents.append(try encode(value))
      contents.append(UInt8(ascii: "\n"))
    }
    try write(contents, to: url)
  }

  /// Writes a file that is whole or absent.
  static func write(_ contents: Data, to url: URL) throws {
    do {
      try contents.write(to: url, options: .atomic)
    } catch {
      throw CorpusError(
        .cannotWrite, "\(url.path) cannot be written; make its directory writable or name another", cause: error)
    }
  }
}

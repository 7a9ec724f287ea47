/// A value in Thrift's compact protocol, in which Parquet writes what it says of itself.
enum ThriftValue {
  case boolean(Bool)
  case integer(Int64)
  case double(Double)
  case bytes([UInt8])
  case list([ThriftValue])
  case structure([Int: ThriftValue])

  /// Reads a structure.
  ///
  /// - Throws: `ByteReader.EndError` where the bytes end before it or are none.
  init(structure reader: inout ByteReader) throws {
    self = try Self.structure(&reader, depth: 0)
  }

  /// The member with a number, of a structure.
  subscript(field: Int) -> ThriftValue? {
    if case .structure(let fields) = self { fields[field] } else { nil }
  }

  var integer: Int? {
    if case .integer(let value) = self { Int(value) } else { nil }
  }

  var boolean: Bool? {
    if case .boolean(let value) = self { value } else { nil }
  }

  var text: String? {
    if case .bytes(let bytes) = self { String(decoding: bytes, as: UTF8.self) } else { nil }
  }

  var list: [ThriftValue]? {
    if case .list(let values) = self { values } else { nil }
  }

  private static func structure(_ reader: inout ByteReader, depth: Int) throws -> ThriftValue {
    // No file of Parquet nests deeper than a few levels.
    guard depth < 32 else { throw ByteReader.EndError() }
    var fields: [Int: ThriftValue] = [:]
    var number = 0
    while true {
      let byte = try reader.uint8()
      if byte == 0 { return .structure(fields) }
      let step = Int(byte >> 4)
      number = step == 0 ? Int(truncatingIfNeeded: try zigzag(&reader)) : number + step
      fields[number] = try value(of: byte & 0x0F, &reader, depth: depth)
    }
  }

  private static func value(of type: UInt8, _ reader: inout ByteReader, depth: Int) throws -> ThriftValue {
    switch type {
    case 1: return .boolean(true)
    case 2: return .boolean(false)
    case 3: return .integer(Int64(Int8(bitPattern: try reader.uint8())))
    case 4...6: return .integer(try zigzag(&reader))
    case 7: return .double(Double(bitPattern: try reader.uint64()))
    case 8: return .bytes(try reader.bytes(try count(&reader)))
    case 9, 10:
      let head = try reader.uint8()
      let count = head >> 4 == 15 ? try count(&reader) : Int(head >> 4)
      guard count <= reader.remaining else { throw ByteReader.EndError() }
      return .list(
        try (0..<count).map { _ in
          // Within a list a boolean is a byte of its own.
          head & 0x0F <= 2
            ? .boolean(try reader.uint8() == 1) : try value(of: head & 0x0F, &reader, depth: depth + 1)
        })
    case 12: return try structure(&reader, depth: depth + 1)
    default: throw ByteReader.EndError()
    }
  }

  private static func count(_ reader: inout ByteReader) throws -> Int {
    guard let count = Int(exactly: try reader.variableLength()) else { throw ByteReader.EndError() }
    return count
  }

  private static func zigzag(_ reader: inout ByteReader) throws -> Int64 {
    let value = try reader.variableLength()
    return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
  }
}

extension ByteReader {
  /// A number in groups of seven bits, the lowest first.
  mutating func variableLength() throws -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 7) {
      let byte = try uint8()
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
    }
    throw EndError()
  }
}

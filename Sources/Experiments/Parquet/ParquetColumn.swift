/// The values of one leaf in one group of rows, with the levels that tell how they are nested.
struct ParquetColumn {
  /// Why a column cannot be read.
  struct Unsupported: Error {
    var what: String
  }

  private var repetitions: [Int] = []
  private var definitions: [Int] = []
  private var values: [RecordedValue] = []
  private let node: ParquetNode
  private var entry = 0
  private var value = 0

  /// A larger page is refused.
  private static let largestPage = 1 << 30

  /// Reads the pages of a column.
  ///
  /// - Parameters:
  ///   - bytes: all of its pages, the dictionary's first.
  ///   - count: the number of its values, missing ones included.
  /// - Throws: `ByteReader.EndError` where they are damaged, `Unsupported` for an encoding that is not known.
  init(_ node: ParquetNode, pages bytes: [UInt8], codec: Int, count: Int) throws {
    self.node = node
    var reader = ByteReader(bytes)
    var dictionary: [RecordedValue] = []
    while definitions.count < count {
      let header = try ThriftValue(structure: &reader)
      guard let type = header[1]?.integer, let size = header[2]?.integer, let packed = header[3]?.integer,
        size >= 0, size <= Self.largestPage
      else { throw ByteReader.EndError() }
      let page = try reader.bytes(packed)
      switch type {
      case 0:
        guard let data = header[5] else { throw ByteReader.EndError() }
        var body = ByteReader(try Self.decompress(page, codec: codec, size: size))
        try readPage(data, &body, dictionary: dictionary)
      case 2:
        guard let data = header[7], let count = data[1]?.integer else { throw ByteReader.EndError() }
        var body = ByteReader(try Self.decompress(page, codec: codec, size: size))
        dictionary = try plain(count, &body)
      case 3:
        guard let data = header[8] else { throw ByteReader.EndError() }
        try readSecondVersion(data, page, codec: codec, size: size, dictionary: dictionary)
      default: continue
      }
    }
  }

  /// The level at which the current value repeats; `nil` at the end.
  var repetition: Int? { entry < repetitions.count ? repetitions[entry] : nil }

  /// How much of the current value's path is there; `nil` at the end.
  var definition: Int? { entry < definitions.count ? definitions[entry] : nil }

  /// Takes the current value; null where it is missing.
  mutating func take() -> RecordedValue {
    guard entry < definitions.count else { return .null }
    defer { entry += 1 }
    guard definitions[entry] == node.definitionLevel, value < values.count else { return .null }
    defer { value += 1 }
    return values[value]
  }

  private mutating func readPage(_ header: ThriftValue, _ body: inout ByteReader, dictionary: [RecordedValue]) throws {
    guard let count = header[1]?.integer, let encoding = header[2]?.integer else { throw ByteReader.EndError() }
    repetitions += try Self.levels(count, highest: node.repetitionLevel, &body)
    let levels = try Self.levels(count, highest: node.definitionLevel, &body)
    definitions += levels
    try readValues(levels.count { $0 == node.definitionLevel }, encoding: encoding, &body, dictionary: dictionary)
  }

  private mutating func readSecondVersion(
    _ header: ThriftValue, _ page: [UInt8], codec: Int, size: Int, dictionary: [RecordedValue]
  ) throws {
    guard let count = header[1]?.integer, let encoding = header[4]?.integer, let definitionSize = header[5]?.integer,
      let repetitionSize = header[6]?.integer
    else { throw ByteReader.EndError() }
    var levels = ByteReader(page)
    var part = ByteReader(try levels.bytes(repetitionSize))
    repetitions += try RunLength.decode(count, width: RunLength.width(of: node.repetitionLevel), &part)
    part = ByteReader(try levels.bytes(definitionSize))
    let found = try RunLength.decode(count, width: RunLength.width(of: node.definitionLevel), &part)
    definitions += found
    let rest = try levels.bytes(levels.remaining)
    let isCompressed = header[7]?.boolean ?? true
    var body = ByteReader(
      isCompressed
        ? try Self.decompress(rest, codec: codec, size: size - definitionSize - repetitionSize) : rest)
    try readValues(found.count { $0 == node.definitionLevel }, encoding: encoding, &body, dictionary: dictionary)
  }

  private mutating func readValues(
    _ count: Int, encoding: Int, _ body: inout ByteReader, dictionary: [RecordedValue]
  ) throws {
    switch encoding {
    case 0: values += try plain(count, &body)
    case 2, 8:
      guard count > 0 else { return }
      let width = Int(try body.uint8())
      for index in try RunLength.decode(count, width: width, &body) {
        guard index < dictionary.count else { throw ByteReader.EndError() }
        values.append(dictionary[index])
      }
    case 3 where node.type == 0:
      try body.skip(4)
      values += try RunLength.decode(count, width: 1, &body).map { .boolean($0 == 1) }
    default: throw Unsupported(what: "encoding \(encoding)")
    }
  }

  /// Values that stand one after the other as they are.
  private func plain(_ count: Int, _ body: inout ByteReader) throws -> [RecordedValue] {
    guard count >= 0, count <= body.remaining * 8 else { throw ByteReader.EndError() }
    switch node.type {
    case 0:
      let bytes = try body.bytes((count + 7) / 8)
      return (0..<count).map { .boolean(bytes[$0 / 8] >> UInt8($0 % 8) & 1 == 1) }
    case 1: return try (0..<count).map { _ in .number(Double(Int32(bitPattern: try body.uint32()))) }
    case 2: return try (0..<count).map { _ in .number(Double(Int64(bitPattern: try body.uint64()))) }
    case 4: return try (0..<count).map { _ in .number(Double(Float(bitPattern: try body.uint32()))) }
    case 5: return try (0..<count).map { _ in .number(Double(bitPattern: try body.uint64())) }
    case 6:
      return try (0..<count).map { _ in
        .text(String(decoding: try body.bytes(Int(try body.uint32())), as: UTF8.self))
      }
    default: throw Unsupported(what: "type \(node.type ?? -1)")
    }
  }

  private static func levels(_ count: Int, highest: Int, _ body: inout ByteReader) throws -> [Int] {
    guard highest > 0 else { return Array(repeating: 0, count: count) }
    var part = ByteReader(try body.bytes(Int(try body.uint32())))
    return try RunLength.decode(count, width: RunLength.width(of: highest), &part)
  }

  private static func decompress(_ packed: [UInt8], codec: Int, size: Int) throws -> [UInt8] {
    let bytes: [UInt8]?
    switch codec {
    case 0: bytes = packed
    case 1: bytes = try Snappy.decompress(packed, largest: size)
    case 2: bytes = Deflate.decompress(packed, size: size, isGzip: true)
    case 6 where Zstandard.isAvailable: bytes = Zstandard.decompress(packed, size: size)
    default: throw Unsupported(what: "compression \(codec)")
    }
    guard let bytes, bytes.count == size else { throw ByteReader.EndError() }
    return bytes
  }
}

/// Snappy's raw format, in which Parquet's pages are compressed by default.
enum Snappy {
  /// Decompresses a block.
  ///
  /// - Throws: `ByteReader.EndError` where it is damaged.
  static func decompress(_ packed: [UInt8], largest: Int) throws -> [UInt8] {
    var reader = ByteReader(packed)
    let size = try reader.variableLength()
    guard size <= largest else { throw ByteReader.EndError() }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Int(size))
    while reader.remaining > 0 {
      let tag = Int(try reader.uint8())
      let length: Int
      let distance: Int
      switch tag & 3 {
      case 0:
        var literal = tag >> 2
        if literal >= 60 {
          literal = try (0..<(literal - 59)).reduce(0) { $0 | Int(try reader.uint8()) << (8 * $1) }
        }
        bytes += try reader.bytes(literal + 1)
        continue
      case 1:
        length = ((tag >> 2) & 7) + 4
        distance = (tag >> 5) << 8 | Int(try reader.uint8())
      case 2:
        length = (tag >> 2) + 1
        distance = Int(try reader.uint16())
      default:
        length = (tag >> 2) + 1
        distance = Int(try reader.uint32())
      }
      guard distance > 0, distance <= bytes.count else { throw ByteReader.EndError() }
      // A copy may reach into what it writes itself.
      for _ in 0..<length { bytes.append(bytes[bytes.count - distance]) }
      guard bytes.count <= size else { throw ByteReader.EndError() }
    }
    guard bytes.count == size else { throw ByteReader.EndError() }
    return bytes
  }
}

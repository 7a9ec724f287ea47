/// Reads little-endian numbers and runs of bytes, one after the other.
struct ByteReader {
  /// The bytes end before what was to be read.
  struct EndError: Error {}

  private let all: [UInt8]
  private(set) var position: Int

  init(_ bytes: [UInt8], at position: Int = 0) {
    all = bytes
    self.position = position
  }

  var remaining: Int { all.count - position }

  mutating func uint8() throws -> UInt8 {
    guard position < all.count else { throw EndError() }
    defer { position += 1 }
    return all[position]
  }

  mutating func uint16() throws -> UInt16 { UInt16(try number(2)) }

  mutating func uint32() throws -> UInt32 { UInt32(try number(4)) }

  mutating func uint64() throws -> UInt64 { try number(8) }

  mutating func bytes(_ count: Int) throws -> [UInt8] {
    guard count >= 0, count <= remaining else { throw EndError() }
    defer { position += count }
    return Array(all[position..<(position + count)])
  }

  mutating func skip(_ count: Int) throws {
    guard count >= 0, count <= remaining else { throw EndError() }
    position += count
  }

  private mutating func number(_ width: Int) throws -> UInt64 {
    guard width <= remaining else { throw EndError() }
    defer { position += width }
    return (0..<width).reduce(0) { $0 | UInt64(all[position + $1]) << (8 * UInt64($1)) }
  }
}

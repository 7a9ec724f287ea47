/// Parquet's mixture of runs of equal numbers and of packed bits.
enum RunLength {
  /// The bits that numbers up to `highest` take.
  static func width(of highest: Int) -> Int {
    Int.bitWidth - highest.leadingZeroBitCount
  }

  /// Reads `count` numbers of `width` bits.
  ///
  /// - Throws: `ByteReader.EndError` where the bytes end before.
  static func decode(_ count: Int, width: Int, _ reader: inout ByteReader) throws -> [Int] {
    guard width > 0 else { return Array(repeating: 0, count: count) }
    guard width <= 32 else { throw ByteReader.EndError() }
    var numbers: [Int] = []
    numbers.reserveCapacity(count)
    while numbers.count < count {
      let header = Int(truncatingIfNeeded: try reader.variableLength())
      let length = header >> 1
      guard length > 0 else { throw ByteReader.EndError() }
      if header & 1 == 0 {
        let value = try (0..<((width + 7) / 8)).reduce(0) { $0 | Int(try reader.uint8()) << (8 * $1) }
        numbers += repeatElement(value, count: min(length, count - numbers.count))
      } else {
        // Groups of eight numbers; what is too many in the last one is padding.
        guard length <= reader.remaining else { throw ByteReader.EndError() }
        let bytes = try reader.bytes(min(length * width, reader.remaining))
        var (bits, available, next) = (UInt64(0), 0, 0)
        for _ in 0..<min(length * 8, count - numbers.count) {
          while available < width {
            guard next < bytes.count else { throw ByteReader.EndError() }
            bits |= UInt64(bytes[next]) << UInt64(available)
            available += 8
            next += 1
          }
          numbers.append(Int(bits & (1 << UInt64(width) - 1)))
          bits >>= UInt64(width)
          available -= width
        }
      }
    }
    return numbers
  }
}

import SwiftProtobuf

/// A message in the frame of TensorFlow's record files: its length and its bytes, each with a checksum.
struct EventRecord {
  let bytes: [UInt8]

  init(_ event: Tensorflow_Event) throws {
    let message: [UInt8] = try event.serializedBytes()
    let length = Self.littleEndian(UInt64(message.count))
    bytes =
      length + Self.littleEndian(Self.maskedChecksum(length)) + message
      + Self.littleEndian(Self.maskedChecksum(message))
  }

  /// CRC-32C, turned and shifted so that checksums of checksums stay telling.
  static func maskedChecksum(_ bytes: [UInt8]) -> UInt32 {
    var checksum: UInt32 = ~0
    for byte in bytes { checksum = table[Int(UInt8(truncatingIfNeeded: checksum) ^ byte)] ^ (checksum >> 8) }
    checksum = ~checksum
    return (checksum >> 15 | checksum << 17) &+ 0xA282_EAD8
  }

  static func littleEndian<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
    withUnsafeBytes(of: number.littleEndian, Array.init)
  }

  /// The checksums of single bytes under Castagnoli's polynomial.
  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? 0x82F6_3B78 ^ (value >> 1) : value >> 1 }
  }
}

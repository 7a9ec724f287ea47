/// A message in the encoding of protocol buffers, field by field.
struct ProtocolBuffer {
  private(set) var bytes: [UInt8] = []

  mutating func append(_ field: Int, integer: Int) {
    append(variableLength: UInt64(field << 3))
    append(variableLength: UInt64(bitPattern: Int64(integer)))
  }

  mutating func append(_ field: Int, double: Double) {
    append(variableLength: UInt64(field << 3 | 1))
    bytes += EventRecord.littleEndian(double.bitPattern)
  }

  mutating func append(_ field: Int, float: Float) {
    append(variableLength: UInt64(field << 3 | 5))
    bytes += EventRecord.littleEndian(float.bitPattern)
  }

  mutating func append(_ field: Int, text: String) {
    append(field, bytes: Array(text.utf8))
  }

  mutating func append(_ field: Int, message: ProtocolBuffer) {
    append(field, bytes: message.bytes)
  }

  private mutating func append(_ field: Int, bytes content: [UInt8]) {
    append(variableLength: UInt64(field << 3 | 2))
    append(variableLength: UInt64(content.count))
    bytes += content
  }

  private mutating func append(variableLength value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(rest & 0x7F) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}

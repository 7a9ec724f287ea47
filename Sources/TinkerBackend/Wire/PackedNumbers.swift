import Foundation

/// Numbers as messages hold them: one after the other, the lowest byte first.
enum PackedNumbers {
  /// The numbers of a whole field.
  ///
  /// - Throws: `WireError` where the bytes do not end with a number.
  static func read<Number: FixedWidthInteger>(_ bytes: Data, as type: Number.Type = Number.self) throws -> [Number] {
    let size = MemoryLayout<Number>.size
    guard bytes.count.isMultiple(of: size) else {
      throw WireError("\(bytes.count) bytes are no numbers of \(size) bytes each")
    }
    return bytes.withUnsafeBytes { buffer in
      stride(from: 0, to: buffer.count, by: size).map {
        Number(littleEndian: buffer.loadUnaligned(fromByteOffset: $0, as: Number.self))
      }
    }
  }

  /// The floats of a whole field.
  static func floats(_ bytes: Data) throws -> [Float] {
    try read(bytes, as: UInt32.self).map(Float.init(bitPattern:))
  }

  /// The numbers of a whole field, in the wider of the types that the API has for their kind.
  static func values(_ bytes: Data, of type: TinkerPublic_DType) throws -> WireTensor.Values {
    switch type {
    case .float32: .floats(try floats(bytes))
    case .bfloat16: .floats(try read(bytes, as: UInt16.self).map { Float(bitPattern: UInt32($0) << 16) })
    case .int64: .integers(try read(bytes, as: Int64.self).map(Int.init))
    case .int32: .integers(try read(bytes, as: Int32.self).map(Int.init))
    case .unspecified, .UNRECOGNIZED: throw WireError("a tensor has the unknown type \(type.rawValue)")
    }
  }

  static func bytes<Number: FixedWidthInteger>(_ numbers: [Number]) -> Data {
    numbers.map(\.littleEndian).withUnsafeBytes { Data($0) }
  }

  static func bytes(_ numbers: [Float]) -> Data {
    bytes(numbers.map(\.bitPattern))
  }

  static func bytes(_ values: WireTensor.Values) -> Data {
    switch values {
    case .floats(let values): bytes(values)
    case .integers(let values): bytes(values.map(Int64.init))
    }
  }

  static func type(of values: WireTensor.Values) -> TinkerPublic_DType {
    switch values {
    case .floats: .float32
    case .integers: .int64
    }
  }
}

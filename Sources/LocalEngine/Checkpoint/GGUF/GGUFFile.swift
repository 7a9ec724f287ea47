import Foundation
import ModelBackend

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A GGUF file of version 3 to be written (https://github.com/ggml-org/ggml/blob/master/docs/gguf.md): metadata, the
/// tensors' descriptions, the tensors.
struct GGUFFile {
  /// A value of the metadata, of the types that models need.
  enum Value {
    case integer(UInt32)
    case float(Float)
    case bool(Bool)
    case string(String)
    case strings([String])
    case integers([Int32])
  }

  typealias Entry = (key: String, value: Value)

  /// One tensor of the file, and where its numbers are.
  struct Tensor {
    var name: String
    var format: ElementFormat
    var tensor: TensorDescription
  }

  /// Every tensor begins on a multiple of this many bytes.
  private static let alignment = 32

  let metadata: [Entry]
  let tensors: [Tensor]
  let values: AlignedFloats

  /// Writes the file beside its place and renames it into it when it is on the disk.
  func write(to url: URL) throws(BackendError) {
    let place = url.standardizedFileURL
    let partial = place.deletingLastPathComponent().appendingPathComponent(".\(place.lastPathComponent).partial")
    do {
      guard FileManager.default.createFile(atPath: partial.path, contents: nil) else {
        throw CocoaError(.fileWriteUnknown)
      }
      let file = try FileHandle(forWritingTo: partial)
      defer { try? file.close() }
      try file.write(contentsOf: header)
      for tensor in tensors { try write(tensor, to: file) }
      try file.synchronize()
      try file.close()
      if rename(partial.path, place.path) != 0 {
        throw POSIXError(POSIXError.Code(rawValue: errno) ?? .EIO)
      }
    } catch {
      try? FileManager.default.removeItem(at: partial)
      throw .cannotWrite(place, cause: error)
    }
  }

  private var header: Data {
    var bytes = Data("GGUF".utf8)
    bytes.append(number: UInt32(3))
    bytes.append(number: UInt64(tensors.count))
    bytes.append(number: UInt64(metadata.count))
    for (key, value) in metadata {
      bytes.append(text: key)
      bytes.append(value)
    }
    var offset = 0
    for tensor in tensors {
      bytes.append(text: tensor.name)
      bytes.append(number: UInt32(tensor.tensor.shape.count))
      // The other way round than elsewhere: the length of a row first.
      for length in tensor.tensor.shape.reversed() { bytes.append(number: UInt64(length)) }
      bytes.append(number: tensor.format.typeInGGUF)
      bytes.append(number: UInt64(offset))
      offset += Self.aligned(tensor.tensor.count * tensor.format.width)
    }
    bytes.append(Data(count: Self.aligned(bytes.count) - bytes.count))
    return bytes
  }

  private func write(_ tensor: Tensor, to file: FileHandle) throws {
    let piece = 1 << 20
    for start in stride(from: tensor.tensor.range.lowerBound, to: tensor.tensor.range.upperBound, by: piece) {
      let count = min(piece, tensor.tensor.range.upperBound - start)
      let data = values.withUnsafePointer { address in
        tensor.format.data(of: UnsafeBufferPointer(start: address + start, count: count))
      }
      try file.write(contentsOf: data)
    }
    let length = tensor.tensor.count * tensor.format.width
    try file.write(contentsOf: Data(count: Self.aligned(length) - length))
  }

  private static func aligned(_ length: Int) -> Int { (length + alignment - 1) / alignment * alignment }
}

extension ElementFormat {
  fileprivate var typeInGGUF: UInt32 {
    switch self {
    case .float32: 0
    case .float16: 1
    case .bfloat16: 30
    }
  }

  fileprivate func data(of numbers: UnsafeBufferPointer<Float>) -> Data {
    switch self {
    case .float32: Data(buffer: numbers)
    case .float16: numbers.map(Self.float16Bits).withUnsafeBufferPointer { Data(buffer: $0) }
    case .bfloat16: numbers.map(Self.bfloat16Bits).withUnsafeBufferPointer { Data(buffer: $0) }
    }
  }
}

extension Data {
  fileprivate mutating func append(number: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
  }

  fileprivate mutating func append(text: String) {
    append(number: UInt64(text.utf8.count))
    append(contentsOf: text.utf8)
  }

  /// The number of the value's type, and the value.
  fileprivate mutating func append(_ value: GGUFFile.Value) {
    let (integer, signed, float, bool, string, array): (UInt32, UInt32, UInt32, UInt32, UInt32, UInt32) = (
      4, 5, 6, 7, 8, 9
    )
    switch value {
    case .integer(let value):
      append(number: integer)
      append(number: value)
    case .float(let value):
      append(number: float)
      append(number: value.bitPattern)
    case .bool(let value):
      append(number: bool)
      append(value ? 1 : 0)
    case .string(let value):
      append(number: string)
      append(text: value)
    case .strings(let values):
      append(number: array)
      append(number: string)
      append(number: UInt64(values.count))
      for value in values { append(text: value) }
    case .integers(let values):
      append(number: array)
      append(number: signed)
      append(number: UInt64(values.count))
      for value in values { append(number: value) }
    }
  }
}

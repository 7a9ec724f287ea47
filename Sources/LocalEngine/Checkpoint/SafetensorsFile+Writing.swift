import Foundation
import ModelBackend

extension SafetensorsFile {
  /// One tensor to be written: `count` floats of `values` from `offset` on.
  public struct Tensor: Sendable {
    public var name: String
    public var shape: [Int]
    public var values: AlignedFloats
    public var offset: Int

    /// Names a part of `values`; what is written later to a copy of them does not change it.
    public init(_ name: String, shape: [Int], values: AlignedFloats, offset: Int = 0) {
      precondition(offset + shape.reduce(1, *) <= values.count, "a tensor lies within its values")
      self.name = name
      self.shape = shape
      self.values = values
      self.offset = offset
    }

    /// The tensors of a buffer that is laid out as `tensors` say.
    static func all(_ tensors: [TensorDescription], of values: AlignedFloats, prefix: String = "") -> [Tensor] {
      tensors.map { Tensor(prefix + $0.name, shape: $0.shape, values: values, offset: $0.offset) }
    }
  }

  /// Writes a file, in the order of `tensors`, and waits until it is on the disk.
  ///
  /// The same tensors always give the same bytes. The file is written in place: put it into a directory that
  /// `DirectoryReplacement` makes visible when it is whole.
  ///
  /// - Throws: `BackendError` of code `cannotWrite`, say for a full disk.
  public static func write(
    _ tensors: [Tensor], metadata: [String: String] = ["format": "pt"], format: ElementFormat = .float32, to url: URL
  ) throws(BackendError) {
    precondition(format != .float16, "tensors are written in single precision or bfloat16")
    var header = SafetensorsHeader(entries: [:], metadata: metadata)
    var end = 0
    for tensor in tensors {
      let size = tensor.shape.reduce(format.width, *)
      let previous = header.entries.updateValue(
        .init(type: format.rawValue, shape: tensor.shape, range: end..<(end + size)), forKey: tensor.name)
      precondition(previous == nil, "every tensor has its own name")
      end += size
    }
    do {
      guard FileManager.default.createFile(atPath: url.path, contents: nil) else {
        throw CocoaError(.fileWriteUnknown)
      }
      let file = try FileHandle(forWritingTo: url)
      defer { try? file.close() }
      try file.write(contentsOf: encoded(header))
      for tensor in tensors { try tensor.write(to: file, format: format) }
      try file.synchronize()
      try file.close()
    } catch {
      throw .cannotWrite(url, cause: error)
    }
  }

  /// The header's length and JSON, padded with spaces so that the tensors begin on a multiple of 64 bytes.
  private static func encoded(_ header: SafetensorsHeader) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var json = try encoder.encode(header)
    json.append(contentsOf: repeatElement(UInt8(ascii: " "), count: (64 - (8 + json.count) % 64) % 64))
    return withUnsafeBytes(of: UInt64(json.count).littleEndian) { Data($0) } + json
  }
}

extension SafetensorsFile.Tensor {
  fileprivate func write(to file: FileHandle, format: ElementFormat) throws {
    let count = shape.reduce(1, *)
    let piece = 1 << 20
    for start in stride(from: 0, to: count, by: piece) {
      let part = start..<min(count, start + piece)
      let data = values.withUnsafePointer { address in
        let numbers = UnsafeBufferPointer(start: address + offset + part.lowerBound, count: part.count)
        return format == .float32
          ? Data(buffer: numbers)
          : numbers.map(ElementFormat.bfloat16Bits).withUnsafeBufferPointer { Data(buffer: $0) }
      }
      try file.write(contentsOf: data)
    }
  }
}

extension BackendError {
  static func cannotWrite(_ url: URL, cause: any Error) -> BackendError {
    if let error = cause as? BackendError { return error }
    return BackendError(
      .cannotWrite,
      "\(url.path) cannot be written. Check that the disk has room and that you may write there.", cause: cause)
  }
}

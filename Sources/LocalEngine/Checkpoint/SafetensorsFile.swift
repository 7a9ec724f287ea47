import Foundation
import ModelBackend

/// A safetensors file, read as it is needed: opening it reads the header alone.
///
///     let file = try SafetensorsFile(contentsOf: url)
///     let norm = try file.values(of: "model.norm.weight", shape: [128])
public struct SafetensorsFile: Sendable {
  /// Where the file lies.
  public let url: URL
  /// What the writer noted about the file; `format` is `pt` in files of PyTorch's layout.
  public let metadata: [String: String]

  private let entries: [String: SafetensorsHeader.Entry]
  private let bytes: Data
  private let dataStart: Int

  /// Opens a file and checks its header.
  ///
  /// - Throws: `BackendError` of code `cannotRead` where there is no readable file, `damagedCheckpoint` where it is
  ///   truncated, or where its tensors overlap, leave gaps or do not fit their shapes.
  public init(contentsOf url: URL) throws(BackendError) {
    do {
      bytes = try Data(contentsOf: url, options: .alwaysMapped)
    } catch {
      throw BackendError(
        .cannotRead, "\(url.path) cannot be read. Check that it exists and that you may read it.", cause: error)
    }
    self.url = url
    let (header, start) = try SafetensorsHeader.parse(bytes, of: url)
    entries = header.entries
    metadata = header.metadata
    dataStart = start
  }

  /// The names of the tensors, sorted.
  public var names: [String] { entries.keys.sorted() }

  /// The shape of a tensor; `nil` where the file has none of this name.
  public func shape(of name: String) -> [Int]? { entries[name]?.shape }

  /// The numbers of a tensor, row-major, in single precision.
  ///
  /// - Throws: `BackendError` of code `mismatchedCheckpoint` where the tensor is missing, has another shape, or is of a
  ///   type other than `F32`, `BF16` and `F16`.
  public func values(of name: String, shape: [Int]) throws(BackendError) -> [Float] {
    var result = [Float](repeating: 0, count: shape.reduce(1, *))
    try result.withUnsafeMutableBufferPointer { (buffer) throws(BackendError) in
      try read(name, shape: shape, into: buffer.baseAddress!)
    }
    return result
  }

  /// Writes the numbers of a tensor to `target`, which has room for as many as `shape` says.
  func read(_ name: String, shape: [Int], into target: UnsafeMutablePointer<Float>) throws(BackendError) {
    guard let entry = entries[name] else {
      throw mismatch("tensor \(name) is missing")
    }
    guard entry.shape == shape else {
      throw mismatch("tensor \(name) has the shape \(entry.shape), but config.json asks for \(shape)")
    }
    guard let format = ElementFormat(rawValue: entry.type) else {
      throw mismatch(
        "tensor \(name) is of type \(entry.type), and only \(ElementFormat.allCases.map(\.rawValue).joined(separator: ", ")) can be read"
      )
    }
    let count = shape.reduce(1, *)
    bytes.withUnsafeBytes { all in
      let source = all.baseAddress! + dataStart + entry.range.lowerBound
      if format == .float32 {
        UnsafeMutableRawPointer(target).copyMemory(from: source, byteCount: 4 * count)
      } else {
        for index in 0..<count {
          target[index] = format.value(of: source.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self))
        }
      }
    }
  }

  func mismatch(_ what: String) -> BackendError {
    BackendError(
      .mismatchedCheckpoint,
      "\(url.path) does not fit: \(what). Save the checkpoint again, or correct the configuration beside it.")
  }
}

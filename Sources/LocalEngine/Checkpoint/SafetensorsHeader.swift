import Foundation
import ModelBackend

/// The head of a safetensors file: which tensors it holds and where
/// (https://github.com/huggingface/safetensors#format).
struct SafetensorsHeader {
  /// One tensor.
  struct Entry: Sendable, Hashable {
    /// The element type by the format's own name, such as `BF16`.
    var type: String
    var shape: [Int]
    /// Where the bytes lie, counted from the end of the header.
    var range: Range<Int>
  }

  var entries: [String: Entry]
  var metadata: [String: String]

  /// The longest header that the reference implementation accepts.
  private static let longest = 100_000_000
  private static let widths = [
    "BOOL": 1, "U8": 1, "I8": 1, "F8_E4M3": 1, "F8_E5M2": 1, "F8_E8M0": 1, "I16": 2, "U16": 2, "F16": 2, "BF16": 2,
    "I32": 4, "U32": 4, "F32": 4, "I64": 8, "U64": 8, "F64": 8, "C64": 8,
  ]

  /// Reads the head of `bytes` and checks it as strictly as the reference implementation: tensors cover the rest of
  /// the file without gap or overlap, and each has as many bytes as its shape and type say.
  ///
  /// - Returns: the header and where the tensors' bytes begin.
  static func parse(_ bytes: Data, of url: URL) throws(BackendError) -> (SafetensorsHeader, dataStart: Int) {
    func damaged(_ what: String, cause: (any Error)? = nil) -> BackendError {
      BackendError(
        .damagedCheckpoint,
        "\(url.path) is not a whole safetensors file: \(what). Copy or save it again.", cause: cause)
    }
    guard bytes.count >= 8 else { throw damaged("it has \(bytes.count) bytes, fewer than a header needs") }
    let length = bytes.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= longest else { throw damaged("its header claims \(length) bytes") }
    let start = 8 + Int(length)
    guard start <= bytes.count else {
      throw damaged("its header claims \(length) bytes, but only \(bytes.count - 8) follow")
    }
    let header: SafetensorsHeader
    do {
      header = try JSONDecoder().decode(
        SafetensorsHeader.self, from: bytes.subdata(in: bytes.startIndex + 8..<bytes.startIndex + start))
    } catch {
      throw damaged("its header is not the JSON of a tensor table", cause: error)
    }
    try header.check(dataCount: bytes.count - start, damaged: { damaged($0) })
    return (header, start)
  }

  private func check(dataCount: Int, damaged: (String) -> BackendError) throws(BackendError) {
    var end = 0
    for (name, entry) in entries.sorted(by: {
      ($0.value.range.lowerBound, $0.key) < ($1.value.range.lowerBound, $1.key)
    }) {
      let range = entry.range
      if range.lowerBound < end {
        throw damaged("tensor \(name) begins at byte \(range.lowerBound), inside the tensor before it")
      }
      if range.lowerBound > end {
        throw damaged("\(range.lowerBound - end) bytes before tensor \(name) belong to no tensor")
      }
      if range.upperBound > dataCount {
        throw damaged("tensor \(name) ends at byte \(range.upperBound), but only \(dataCount) bytes of data are there")
      }
      guard let width = Self.widths[entry.type] else { throw damaged("tensor \(name) has unknown type \(entry.type)") }
      var size = width
      for extent in entry.shape {
        let (product, overflow) = size.multipliedReportingOverflow(by: extent)
        if extent < 0 || overflow { throw damaged("tensor \(name) has the impossible shape \(entry.shape)") }
        size = product
      }
      if size != range.count {
        throw damaged(
          "tensor \(name) of shape \(entry.shape) and type \(entry.type) has \(range.count) bytes, not \(size)")
      }
      end = range.upperBound
    }
    if end != dataCount { throw damaged("\(dataCount - end) bytes at its end belong to no tensor") }
  }
}

extension SafetensorsHeader: Codable {
  private struct Key: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }

    static let metadata = Key(stringValue: "__metadata__")
    static let type = Key(stringValue: "dtype")
    static let shape = Key(stringValue: "shape")
    static let offsets = Key(stringValue: "data_offsets")
  }

  init(from decoder: any Decoder) throws {
    let table = try decoder.container(keyedBy: Key.self)
    metadata = try table.decodeIfPresent([String: String].self, forKey: .metadata) ?? [:]
    entries = [:]
    for key in table.allKeys where key.stringValue != Key.metadata.stringValue {
      let entry = try table.nestedContainer(keyedBy: Key.self, forKey: key)
      let offsets = try entry.decode([Int].self, forKey: .offsets)
      guard offsets.count == 2, 0 <= offsets[0], offsets[0] <= offsets[1] else {
        throw DecodingError.dataCorruptedError(
          forKey: .offsets, in: entry, debugDescription: "\(key.stringValue) has the offsets \(offsets)")
      }
      entries[key.stringValue] = Entry(
        type: try entry.decode(String.self, forKey: .type), shape: try entry.decode([Int].self, forKey: .shape),
        range: offsets[0]..<offsets[1])
    }
  }

  func encode(to encoder: any Encoder) throws {
    var table = encoder.container(keyedBy: Key.self)
    if !metadata.isEmpty { try table.encode(metadata, forKey: .metadata) }
    for (name, entry) in entries {
      var fields = table.nestedContainer(keyedBy: Key.self, forKey: Key(stringValue: name))
      try fields.encode(entry.type, forKey: .type)
      try fields.encode(entry.shape, forKey: .shape)
      try fields.encode([entry.range.lowerBound, entry.range.upperBound], forKey: .offsets)
    }
  }
}

import Foundation

/// Samples one a line, in a file that only grows: a sample that is in it is on the disk, and is not asked for again.
actor SampleFile<Sample: Codable & Sendable> {
  /// What was there on opening.
  nonisolated let initial: [Sample]
  private let url: URL
  private let handle: FileHandle
  private let encoder: JSONEncoder

  /// Opens a file, or begins one. A last line that was not written to its end is dropped.
  ///
  /// - Throws: `AuditError` with `notWritable`, or where a whole line is no sample.
  init(at url: URL) throws {
    self.url = url
    encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      if !FileManager.default.fileExists(atPath: url.path) { try Data().write(to: url) }
      handle = try FileHandle(forUpdating: url)
      let contents = try handle.readToEnd() ?? Data()
      let end = contents.lastIndex(of: UInt8(ascii: "\n")).map { contents.index(after: $0) } ?? contents.startIndex
      initial = try contents[..<end].split(separator: UInt8(ascii: "\n")).map {
        try JSONDecoder().decode(Sample.self, from: $0)
      }
      try handle.truncate(atOffset: UInt64(end))
      try handle.seekToEnd()
    } catch let error as DecodingError {
      throw AuditError(
        .mismatched,
        "\(url.path) holds a line that is no sample; delete the file, and its samples are put together "
          + "again from the answers beside it", cause: error)
    } catch {
      throw Self.notWritable(url, error)
    }
  }

  /// Adds a sample. When this returns it is on the disk.
  func append(_ sample: Sample) throws {
    do {
      try handle.write(contentsOf: try encoder.encode(sample) + Data("\n".utf8))
      try handle.synchronize()
    } catch {
      throw Self.notWritable(url, error)
    }
  }

  private static func notWritable(_ url: URL, _ cause: any Error) -> AuditError {
    AuditError(
      .notWritable, "\(url.path) cannot be written; free some space or choose another --directory", cause: cause)
  }
}

import Foundation

/// A file that is written piece by piece and appears only when it is whole.
struct ExportFile: ~Copyable {
  private let url: URL
  private let partial: URL
  private let file: FileHandle
  private var buffer = Data()

  /// Begins a file, beside the place where it will appear.
  ///
  /// - Throws: `ExportError` with `notWritable`.
  init(_ url: URL) throws {
    self.url = url
    partial = url.deletingLastPathComponent().appending(path: ".\(url.lastPathComponent).partial")
    do {
      try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data().write(to: partial)
      file = try FileHandle(forWritingTo: partial)
    } catch {
      throw Self.notWritable(url, error)
    }
  }

  /// Writes `url` with what `body` gives, or nothing at all.
  static func write(_ url: URL, _ body: (inout ExportFile) async throws -> Void) async throws {
    var file = try ExportFile(url)
    do {
      try await body(&file)
      try file.finish()
    } catch {
      file.discard()
      throw error
    }
  }

  mutating func append(_ bytes: some Sequence<UInt8>) throws {
    buffer.append(contentsOf: bytes)
    if buffer.count >= 1 << 20 { try flush() }
  }

  private mutating func flush() throws {
    do {
      try file.write(contentsOf: buffer)
      buffer.removeAll(keepingCapacity: true)
    } catch {
      throw Self.notWritable(url, error)
    }
  }

  private mutating func finish() throws {
    try flush()
    do {
      try file.synchronize()
      try file.close()
      if FileManager.default.fileExists(atPath: url.path) {
        _ = try FileManager.default.replaceItemAt(url, withItemAt: partial)
      } else {
        try FileManager.default.moveItem(at: partial, to: url)
      }
    } catch {
      throw Self.notWritable(url, error)
    }
  }

  private func discard() {
    try? file.close()
    try? FileManager.default.removeItem(at: partial)
  }

  private static func notWritable(_ url: URL, _ error: any Error) -> ExportError {
    ExportError(
      .notWritable, "\(url.path) cannot be written; see that there is room, or name another --output", cause: error)
  }
}

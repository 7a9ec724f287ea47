import Foundation

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Writes lines to a file that appears under its name when it is whole.
struct LineWriter {
  private static let bufferSize = 1 << 20

  private let url: URL
  private let draft: URL
  private let handle: FileHandle
  private var buffer = Data()

  /// Begins a file.
  ///
  /// - Throws: `CorpusError` with `cannotWrite`.
  init(_ url: URL) throws {
    self.url = url
    draft = url.deletingLastPathComponent().appending(path: ".\(url.lastPathComponent).\(UUID().uuidString)")
    do {
      try Data().write(to: draft)
      handle = try FileHandle(forWritingTo: draft)
    } catch {
      throw Self.cannotWrite(url, error)
    }
  }

  /// Adds a line; the line feed is added too.
  mutating func write(_ line: Data) throws {
    buffer.append(line)
    buffer.append(UInt8(ascii: "\n"))
    if buffer.count >= Self.bufferSize { try flush() }
  }

  /// Puts the file in its place.
  mutating func finish() throws {
    try flush()
    do {
      try handle.synchronize()
      try handle.close()
      guard rename(draft.path, url.path) == 0 else {
        throw POSIXError(POSIXError.Code(rawValue: errno) ?? .EIO)
      }
    } catch {
      throw abandon(error)
    }
  }

  private mutating func flush() throws {
    do {
      try handle.write(contentsOf: buffer)
      buffer.removeAll(keepingCapacity: true)
    } catch {
      throw abandon(error)
    }
  }

  /// Leaves nothing behind.
  func discard() {
    try? FileManager.default.removeItem(at: draft)
  }

  private func abandon(_ cause: any Error) -> CorpusError {
    discard()
    return Self.cannotWrite(url, cause)
  }

  private static func cannotWrite(_ url: URL, _ cause: any Error) -> CorpusError {
    CorpusError(
      .cannotWrite, "\(url.path) cannot be written; make its directory writable or free some space", cause: cause)
  }
}

import Foundation

/// Reads a file line by line, holding no more of it than one line and one buffer.
struct LineReader {
  /// A line, without its end, and where it stands.
  struct Line {
    /// From one.
    var number: Int
    /// The byte at which the line begins.
    var offset: UInt64
    var bytes: Data
    /// Whether a line feed ends it; only a file's last line may lack it.
    var isEnded: Bool

    /// Whether there is nothing but space on it.
    var isBlank: Bool { bytes.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D } }
  }

  private static let bufferSize = 1 << 16

  private let url: URL
  private let handle: FileHandle
  private var buffer = Data()
  private var position = 0
  private var offset: UInt64 = 0
  private var number = 0

  /// Opens a file.
  ///
  /// - Throws: `CorpusError` with `cannotRead`.
  init(_ url: URL) throws {
    self.url = url
    do {
      handle = try FileHandle(forReadingFrom: url)
    } catch {
      throw CorpusError(.cannotRead, "\(url.path) cannot be read; is the path right?", cause: error)
    }
  }

  /// The next line; `nil` at the end.
  mutating func next() throws -> Line? {
    var bytes = Data()
    let begin = offset
    while true {
      if position == buffer.count {
        buffer = try fill()
        position = 0
        if buffer.isEmpty {
          guard !bytes.isEmpty else { return nil }
          return line(bytes, at: begin, isEnded: false)
        }
      }
      let rest = buffer[(buffer.startIndex + position)...]
      if let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
        bytes.append(rest[..<end])
        position = end - buffer.startIndex + 1
        return line(bytes, at: begin, isEnded: true)
      }
      bytes.append(rest)
      position = buffer.count
    }
  }

  private mutating func line(_ bytes: Data, at begin: UInt64, isEnded: Bool) -> Line {
    number += 1
    offset = begin + UInt64(bytes.count) + (isEnded ? 1 : 0)
    return Line(number: number, offset: begin, bytes: bytes, isEnded: isEnded)
  }

  private func fill() throws -> Data {
    do {
      return try handle.read(upToCount: Self.bufferSize) ?? Data()
    } catch {
      throw CorpusError(.cannotRead, "\(url.path) cannot be read to its end", cause: error)
    }
  }
}

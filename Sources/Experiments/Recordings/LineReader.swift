import Foundation

/// Reads a text file line by line, however large it is.
struct LineReader {
  /// A longer line is refused: whatever it is, it is no rollout.
  static let longestLine = 256 << 20

  let url: URL
  /// The number of the line that was read last, counted from one.
  private(set) var number = 0
  private let file: FileHandle
  private let longestLine: Int
  private var buffer: [UInt8] = []
  private var position = 0
  private var isAtEnd = false

  /// Opens a file.
  ///
  /// - Throws: `RecordingError` with `unreadable`.
  init(_ url: URL, longestLine: Int = LineReader.longestLine) throws {
    self.url = url
    self.longestLine = longestLine
    do {
      file = try FileHandle(forReadingFrom: url)
    } catch {
      throw RecordingError(.unreadable, "\(url.path) cannot be read", cause: error)
    }
  }

  /// Where the last line stands: `rollouts.jsonl:17`.
  var place: String { "\(url.lastPathComponent):\(number)" }

  /// The next line that is not blank, without its end; `nil` after the last one.
  mutating func next() throws -> Data? {
    while let line = try nextLine() {
      if line.contains(where: { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D }) { return line }
    }
    return nil
  }

  private mutating func nextLine() throws -> Data? {
    var searched = position
    while true {
      if let end = buffer[searched...].firstIndex(of: 0x0A) {
        defer { position = end + 1 }
        return take(upTo: end)
      }
      searched = buffer.count
      if isAtEnd {
        guard position < buffer.count else { return nil }
        defer { position = buffer.count }
        return take(upTo: buffer.count)
      }
      guard searched - position <= longestLine else {
        throw RecordingError(
          .tooLarge,
          "\(url.lastPathComponent):\(number + 1): the line has more than \(longestLine >> 20) MiB; is this JSONL, one object a line?"
        )
      }
      searched -= position
      buffer.removeFirst(position)
      position = 0
      do {
        let chunk = try file.read(upToCount: 1 << 20) ?? Data()
        isAtEnd = chunk.isEmpty
        buffer += chunk
      } catch {
        throw RecordingError(.unreadable, "\(url.path) cannot be read", cause: error)
      }
    }
  }

  private mutating func take(upTo end: Int) -> Data {
    number += 1
    // A byte order mark, which some programs write before the first line, is no part of it.
    let start = number == 1 && buffer[position..<end].starts(with: [0xEF, 0xBB, 0xBF]) ? position + 3 : position
    return Data(buffer[start..<end])
  }
}

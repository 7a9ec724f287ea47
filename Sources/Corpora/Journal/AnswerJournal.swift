import Foundation
import ModelBackend

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Every answer that was ever got, under the hash of what was asked, in a file that only grows.
///
/// Work that asks through a journal may be killed at any instant: an answer is on the disk before anybody uses it, and
/// what was answered is not asked again. A line that was being written when the process died is dropped.
public actor AnswerJournal {
  /// An answered request, as it stands on its line.
  struct Entry: Codable {
    var key: String
    /// What the request was for, to find one's way in the file.
    var stage: String
    var model: String
    var replies: [ChatReply]
  }

  /// What had to be done to the file on opening it; `nil` where it was whole.
  public nonisolated let note: String?
  /// The number of answers that were there on opening.
  public nonisolated let initialCount: Int
  private let url: URL
  private let handle: FileHandle
  private var replies: [String: [ChatReply]]
  private var end: UInt64

  /// Opens a journal, or begins one.
  ///
  /// - Throws: `CorpusError` with `inUse` while another process has it open, `damagedJournal` where a line before the
  ///   last cannot be read, `cannotRead` or `cannotWrite`.
  public init(at url: URL) throws {
    self.url = url
    handle = try Self.open(url)
    let contents = try Self.contents(of: url)
    (replies, end, note) = (contents.replies, contents.end, contents.note)
    initialCount = contents.replies.count
    do {
      try handle.truncate(atOffset: end)
      if contents.lacksEnd {
        try handle.write(contentsOf: Data("\n".utf8))
        end += 1
      }
    } catch {
      throw Self.cannotWrite(url, error)
    }
  }

  /// The answer to a request; `nil` where none was got yet.
  func replies(for key: String) -> [ChatReply]? {
    replies[key]
  }

  /// Keeps an answer. When this returns it is on the disk.
  func record(_ entry: Entry) throws {
    var line = try JSONLine.encode(entry)
    line.append(UInt8(ascii: "\n"))
    do {
      try handle.seek(toOffset: end)
      try handle.write(contentsOf: line)
      try handle.synchronize()
    } catch {
      // Half a line must not come to stand before the next one.
      try? handle.truncate(atOffset: end)
      throw Self.cannotWrite(url, error)
    }
    end += UInt64(line.count)
    replies[entry.key] = entry.replies
  }

  /// Opens the file and takes its lock, which goes with the process however that ends.
  private static func open(_ url: URL) throws -> FileHandle {
    let manager = FileManager.default
    do {
      try manager.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      if !manager.fileExists(atPath: url.path) { try Data().write(to: url) }
      let handle = try FileHandle(forUpdating: url)
      // A program that is started meanwhile would inherit the file, and with it the lock.
      _ = fcntl(handle.fileDescriptor, F_SETFD, FD_CLOEXEC)
      guard flock(handle.fileDescriptor, LOCK_EX | LOCK_NB) == 0 else {
        throw CorpusError(
          .inUse, "another process is at work in \(url.deletingLastPathComponent().path); wait for it, or stop it")
      }
      return handle
    } catch let error as CorpusError {
      throw error
    } catch {
      throw cannotWrite(url, error)
    }
  }

  private static func contents(
    of url: URL
  ) throws -> (replies: [String: [ChatReply]], end: UInt64, lacksEnd: Bool, note: String?) {
    var reader = try LineReader(url)
    var replies: [String: [ChatReply]] = [:]
    var end: UInt64 = 0
    while let line = try reader.next() {
      if let entry = try? JSONDecoder().decode(Entry.self, from: line.bytes) {
        replies[entry.key] = entry.replies
        end = line.offset + UInt64(line.bytes.count) + (line.isEnded ? 1 : 0)
        if !line.isEnded { return (replies, end, true, nil) }
      } else if !line.isEnded {
        let note = "line \(line.number) of \(url.path) was not written to its end and is dropped; it is asked again"
        return (replies, end, false, note)
      } else {
        throw CorpusError(
          .damagedJournal,
          "line \(line.number) of \(url.path) is no journal entry; delete that line, and its request is asked again")
      }
    }
    return (replies, end, false, nil)
  }

  private static func cannotWrite(_ url: URL, _ cause: any Error) -> CorpusError {
    CorpusError(
      .cannotWrite, "\(url.path) cannot be written; make its directory writable or free some space", cause: cause)
  }
}

import Foundation
import ModelBackend

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Makes a directory appear whole or not at all: it is filled beside its place and renamed into it.
enum DirectoryReplacement {
  /// Calls `fill` with an empty directory and puts it at `location`, in place of what is there.
  ///
  /// A process that is killed on the way leaves at most a hidden directory named `.<name>.partial` beside it, which
  /// the next attempt clears away, and, where a directory is being replaced, the old one under `.<name>.replaced`,
  /// which the next attempt puts back first.
  ///
  /// - Throws: `BackendError` of code `cannotWrite`; then `location` is as it was.
  static func write(_ location: URL, fill: (URL) throws -> Void) throws(BackendError) {
    let manager = FileManager.default
    let place = location.standardizedFileURL
    let parent = place.deletingLastPathComponent()
    let partial = parent.appendingPathComponent(".\(place.lastPathComponent).partial", isDirectory: true)
    let replaced = parent.appendingPathComponent(".\(place.lastPathComponent).replaced", isDirectory: true)
    do {
      try manager.createDirectory(at: parent, withIntermediateDirectories: true)
      if manager.fileExists(atPath: replaced.path), !manager.fileExists(atPath: place.path) {
        try move(replaced, to: place)
      }
      for leftover in [partial, replaced] where manager.fileExists(atPath: leftover.path) {
        try manager.removeItem(at: leftover)
      }
      try manager.createDirectory(at: partial, withIntermediateDirectories: false)
      try fill(partial)
      for file in try manager.contentsOfDirectory(at: partial, includingPropertiesForKeys: nil) {
        try synchronize(file)
      }
      try synchronize(partial)
      if manager.fileExists(atPath: place.path) { try move(place, to: replaced) }
      try move(partial, to: place)
      try synchronize(parent)
      try? manager.removeItem(at: replaced)
    } catch {
      if !manager.fileExists(atPath: place.path), manager.fileExists(atPath: replaced.path) {
        try? move(replaced, to: place)
      }
      try? manager.removeItem(at: partial)
      throw .cannotWrite(place, cause: error)
    }
  }

  private static func move(_ source: URL, to target: URL) throws {
    if rename(source.path, target.path) != 0 { throw currentError() }
  }

  /// Waits until a file, or the list of a directory's files, is on the disk.
  private static func synchronize(_ url: URL) throws {
    let descriptor = open(url.path, O_RDONLY)
    if descriptor < 0 { throw currentError() }
    defer { close(descriptor) }
    if fsync(descriptor) != 0 { throw currentError() }
  }

  private static func currentError() -> POSIXError {
    POSIXError(POSIXError.Code(rawValue: errno) ?? .EIO)
  }
}

import Foundation

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Keeps a second process from working on a run. The lock goes with the process that holds it, however it ends.
public final class RunLock: Sendable {
  private let descriptor: Int32

  /// Takes the lock of a run.
  ///
  /// - Throws: `RunError` with `inUse`, naming the process that works on the run, or with `notWritable`.
  public init(at url: URL) throws {
    descriptor = open(url.path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw Self.notWritable(url) }
    guard Self.takes(descriptor) else {
      let isHeld = errno == EWOULDBLOCK
      guard isHeld else {
        defer { close(descriptor) }
        throw Self.notWritable(url)
      }
      let holder = (try? String(contentsOf: url, encoding: .utf8))?.trimmingCharacters(in: .whitespacesAndNewlines)
      close(descriptor)
      throw RunError(
        .inUse,
        "process \(holder ?? "unknown") is working on \(url.deletingLastPathComponent().path); wait for it to end, "
          + "or stop it, then go on with --resume")
    }
    let identifier = Array("\(getpid())\n".utf8)
    guard ftruncate(descriptor, 0) == 0, pwrite(descriptor, identifier, identifier.count, 0) == identifier.count else {
      close(descriptor)
      throw Self.notWritable(url)
    }
  }

  deinit { close(descriptor) }

  /// Takes the lock, trying for a moment: another process may hold it just to see whether anybody does.
  private static func takes(_ descriptor: Int32) -> Bool {
    for _ in 0..<10 {
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
      guard errno == EWOULDBLOCK else { return false }
      usleep(20_000)
    }
    errno = EWOULDBLOCK
    return false
  }

  /// Whether a process holds the lock at `url`.
  package static func isHeld(at url: URL) -> Bool {
    let descriptor = open(url.path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return flock(descriptor, LOCK_SH | LOCK_NB) != 0
  }

  private static func notWritable(_ url: URL) -> RunError {
    let cause = POSIXError(POSIXError.Code(rawValue: errno) ?? .EIO)
    return RunError(
      .notWritable,
      "\(url.deletingLastPathComponent().path) cannot be written; make it writable, free some space, or choose "
        + "another --directory", cause: cause)
  }
}

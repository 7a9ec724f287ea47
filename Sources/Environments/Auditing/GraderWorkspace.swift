import Foundation

/// Where graders are run: directories of their own, with copies of the grader's files.
///
/// A submission that tampers with the grader does so in a copy, and everything that is written for a temporary file
/// lies below `root` too.
public struct GraderWorkspace: Sendable {
  /// Where everything lies.
  public let root: URL
  /// What the grader's files are copied from; `nil` where they stay where they are.
  public let original: URL?
  /// A file of that directory that is not copied: the tasks, where they lie beside the grader.
  public var omitted: URL?
  /// Whether the rest of the system is read-only to the grader, by bubblewrap.
  public let isSandboxed: Bool
  /// What submissions may write to so that it can be read afterwards.
  let notes: URL

  /// The most that is copied.
  private static let largestCopy = (files: 2_000, bytes: 32 << 20)

  /// Makes a workspace in the system's directory of temporary files.
  ///
  /// - Parameters:
  ///   - directory: The grader's directory. It is copied where it is small enough.
  ///   - omitted: What of it is not.
  /// - Throws: `EnvironmentAuditError` where nothing can be written.
  public init(copying directory: URL?, omitting omitted: URL? = nil, isSandboxed: Bool = false) throws {
    let manager = FileManager.default
    // Short names: graders put sockets below, whose paths have room for a hundred letters.
    root = manager.temporaryDirectory.resolvingSymlinksInPath()
      .appending(path: "titer-audit-\(UUID().uuidString.prefix(8))")
    notes = root.appending(path: "notes")
    original = directory.flatMap { Self.isSmall($0) ? $0.standardizedFileURL : nil }
    self.omitted = omitted
    self.isSandboxed = isSandboxed
    do {
      try manager.createDirectory(at: notes, withIntermediateDirectories: true)
    } catch {
      throw EnvironmentAuditError(.cannotStart, "\(root.path) cannot be written: \(error.localizedDescription)")
    }
    if isSandboxed, Place.bubblewrap == nil {
      throw EnvironmentAuditError(
        .cannotStart, "there is no bwrap on PATH: install bubblewrap, or leave out --sandbox")
    }
  }

  /// Removes all of it.
  public func remove() {
    Place.makeWritable(root)
    try? FileManager.default.removeItem(at: root)
  }

  private static func isSmall(_ directory: URL) -> Bool {
    let keys: [URLResourceKey] = [.fileSizeKey]
    guard let files = FileManager.default.enumerator(at: directory, includingPropertiesForKeys: keys) else {
      return false
    }
    var (count, bytes) = (0, 0)
    for case let file as URL in files {
      count += 1
      bytes += (try? file.resourceValues(forKeys: Set(keys)).fileSize) ?? 0
      if count > largestCopy.files || bytes > largestCopy.bytes { return false }
    }
    return true
  }

  /// Where the calls take place: what a submission may tamper with.
  var calls: URL { root.appending(path: "calls") }

  /// Makes a place for one call.
  func makePlace() throws -> Place {
    do {
      return try Place(self)
    } catch let error as EnvironmentAuditError {
      throw error
    } catch {
      throw EnvironmentAuditError(.cannotStart, "a grader's directory cannot be made: \(error.localizedDescription)")
    }
  }
}

/// The files of a small repository during one episode. Commands run on copies, so that only what is written is kept.
public actor AgentWorkspace {
  private static let maximumFiles = 200
  private static let maximumSize = 2_000_000

  /// The files as they are now, by path.
  public private(set) var files: [String: String]
  private let runner: any CommandRunner

  /// Creates a workspace.
  public init(files: [String: String], runner: any CommandRunner) {
    self.files = files
    self.runner = runner
  }

  /// A file's contents.
  ///
  /// - Throws: `ToolFailure` where there is none.
  public func read(_ path: String) throws -> String {
    let path = try Self.checked(path)
    guard let contents = files[path] else {
      throw ToolFailure("There is no file '\(path)'; list_files shows what there is.")
    }
    return contents
  }

  /// Writes a whole file.
  ///
  /// - Throws: `ToolFailure` for a path that leads out of the repository, or too much to keep.
  public func write(_ path: String, _ contents: String) throws {
    let path = try Self.checked(path)
    let size = files.reduce(0) { $0 + ($1.key == path ? 0 : $1.value.utf8.count) } + contents.utf8.count
    guard size <= Self.maximumSize, files[path] != nil || files.count < Self.maximumFiles else {
      throw ToolFailure("The repository would grow too large.")
    }
    let isFolder = files.keys.contains { $0.hasPrefix(path + "/") || path.hasPrefix($0 + "/") }
    guard !isFolder else { throw ToolFailure("'\(path)' cannot be both a file and a folder.") }
    files[path] = contents
  }

  /// Runs a shell command on a copy of the files.
  public func run(_ command: String) async throws -> CommandOutput {
    try await runner.run(["/bin/sh", "-c", command], files: files)
  }

  private static func checked(_ path: String) throws -> String {
    var parts = path.split(separator: "/").map(String.init)
    parts.removeAll { $0 == "." }
    guard !path.hasPrefix("/"), !parts.isEmpty, parts.count < 16, path.utf8.count < 200,
      !parts.contains(".."), !path.unicodeScalars.contains(where: { $0.value < 0x20 })
    else { throw ToolFailure("'\(path)' is no path within the repository; write one like 'folder/file.py'.") }
    return parts.joined(separator: "/")
  }
}

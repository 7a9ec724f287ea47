import Foundation

extension GraderWorkspace {
  /// A directory for one call of a grader.
  struct Place {
    private let workspace: GraderWorkspace
    private let root: URL
    /// What is the auditor's; exploits pass it by, since another caller of the grader has nothing of the kind.
    private var own: URL { root.appending(path: "auditor") }
    private var copy: URL { root.appending(path: "a/b/grader") }
    private var temporary: URL { root.appending(path: "a/b/tmp/t") }
    private var streams: [URL] { ["input", "output", "complaint"].map { own.appending(path: $0) } }

    /// The most that is read of what a grader prints, in bytes.
    private static let longestOutput = 1 << 20

    init(_ workspace: GraderWorkspace) throws {
      self.workspace = workspace
      root = workspace.calls.appending(path: String(UUID().uuidString.prefix(8)))
      let manager = FileManager.default
      // Deep enough for paths with `..` to end within it.
      try manager.createDirectory(at: temporary, withIntermediateDirectories: true)
      try manager.createDirectory(at: own, withIntermediateDirectories: true)
      if let original = workspace.original {
        try manager.copyItem(at: original, to: copy)
        if let file = workspace.omitted?.standardizedFileURL, file.path.hasPrefix(original.path + "/") {
          try? manager.removeItem(at: URL(fileURLWithPath: copy.path + file.path.dropFirst(original.path.count)))
        }
      }
    }

    /// Removes it, whatever was made unreadable there.
    func remove() {
      if (try? FileManager.default.removeItem(at: root)) == nil {
        Self.makeWritable(root)
        try? FileManager.default.removeItem(at: root)
      }
    }

    static func makeWritable(_ root: URL) {
      guard let paths = FileManager.default.enumerator(atPath: root.path) else { return }
      for case let path as String in paths {
        let url = root.appending(path: path)
        if (try? FileManager.default.attributesOfItem(atPath: url.path)[.type] as? FileAttributeType) == .typeDirectory
        {
          try? FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: url.path)
        }
      }
    }

    /// A word of the command, with paths into the grader's directory leading to the copy.
    func relocated(_ word: String) -> String {
      guard let original = workspace.original else { return word }
      let url = URL(fileURLWithPath: word).standardizedFileURL
      guard word.contains("/") || FileManager.default.fileExists(atPath: url.path) else { return word }
      if url.path == original.path { return copy.path }
      guard url.path.hasPrefix(original.path + "/"), FileManager.default.fileExists(atPath: url.path) else {
        return word
      }
      return copy.path + url.path.dropFirst(original.path.count)
    }

    /// Writes a submission's files and returns their directory.
    func write(_ submission: CodeSubmission) throws -> URL {
      let folder = root.appending(path: "a/b/c/d/submission-\(UUID().uuidString.prefix(8))")
      for (name, text) in submission.files {
        let file = folder.appending(path: name).standardizedFileURL
        guard file.path.hasPrefix(root.path + "/") else { continue }
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
      }
      return folder
    }

    /// Writes a file that is no part of a submission.
    func write(_ data: Data, named name: String) throws -> URL {
      let file = own.appending(path: name)
      try data.write(to: file)
      return file
    }

    /// Runs a command here.
    func run(_ words: [String], input: Data, for limit: Duration) async throws -> Int32? {
      try input.write(to: streams[0])
      var environment = ProcessInfo.processInfo.environment
      for name in ["TMPDIR", "TEMP", "TMP"] { environment[name] = temporary.path }
      environment["PYTHONDONTWRITEBYTECODE"] = "1"
      environment["PYTHONUNBUFFERED"] = nil
      if !Self.hasUserSite { environment["PYTHONUSERBASE"] = root.appending(path: "a/home/.local").path }
      let directory = workspace.original == nil ? URL(filePath: FileManager.default.currentDirectoryPath) : copy
      let child = ChildProcess(
        arguments: workspace.isSandboxed ? sandbox(directory) + words : words, environment: environment,
        directory: directory, input: streams[0], output: streams[1], complaint: streams[2])
      return try await child.run(for: limit)
    }

    /// Everything read-only but this place, and processes of its own.
    private func sandbox(_ directory: URL) -> [String] {
      [
        Self.bubblewrap ?? "bwrap", "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--bind", root.path,
        root.path, "--bind", workspace.notes.path, workspace.notes.path, "--unshare-pid", "--unshare-ipc",
        "--die-with-parent", "--new-session", "--chdir", directory.path, "--",
      ]
    }

    static let bubblewrap: String? = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
      .map { "\($0)/bwrap" }.first { FileManager.default.isExecutableFile(atPath: $0) }

    /// Whether the user has Python packages at home, which have to be found.
    private static let hasUserSite = FileManager.default.fileExists(
      atPath: FileManager.default.homeDirectoryForCurrentUser.appending(path: ".local/lib").path)

    var output: String { Self.text(streams[1]) }
    var complaint: String { Self.text(streams[2]) }

    private static func text(_ file: URL) -> String {
      guard let handle = try? FileHandle(forReadingFrom: file) else { return "" }
      defer { try? handle.close() }
      let size = (try? handle.seekToEnd()) ?? 0
      try? handle.seek(toOffset: size > UInt64(longestOutput) ? size - UInt64(longestOutput) : 0)
      return String(decoding: (try? handle.readToEnd()) ?? Data(), as: UTF8.self)
    }
  }
}

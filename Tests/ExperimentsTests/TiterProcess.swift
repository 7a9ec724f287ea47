import Foundation

/// The program itself, as a person would start it.
struct TiterProcess {
  /// How a process ended and what it said.
  struct Outcome {
    var status: Int32
    var output: String
    var complaint: String
  }

  /// The binary that was built beside these tests.
  static var binary: URL {
    get throws {
      let products = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
      let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
      let candidates = [products, root.appending(path: ".build/release"), root.appending(path: ".build/debug")]
      let binaries = candidates.map { $0.appending(path: "titer") }
      guard let found = binaries.first(where: { FileManager.default.isExecutableFile(atPath: $0.path) }) else {
        throw CocoaError(.fileNoSuchFile, userInfo: [NSFilePathErrorKey: binaries[0].path])
      }
      return found
    }
  }

  /// Starts the program; its output goes nowhere.
  static func start(_ arguments: [String]) throws -> Process {
    let process = Process()
    process.executableURL = try binary
    process.arguments = arguments
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
  }

  /// Runs the program to its end.
  static func run(_ arguments: [String], input: String = "") async throws -> Outcome {
    try await run(binary, arguments, input: input)
  }

  /// Runs the program under a shell's limits: `prelude` is executed before it.
  static func run(_ arguments: [String], under prelude: String) async throws -> Outcome {
    let script = prelude + "; exec \"$0\" \"$@\""
    return try await run(URL(filePath: "/bin/sh"), ["-c", script, try binary.path] + arguments, input: "")
  }

  private static func run(_ program: URL, _ arguments: [String], input: String) async throws -> Outcome {
    let directory = FileManager.default.temporaryDirectory.appending(path: "titer-process-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let files = ["in", "out", "err"].map { directory.appending(path: $0) }
    for (file, text) in zip(files, [input, "", ""]) { try Data(text.utf8).write(to: file) }
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.standardInput = try FileHandle(forReadingFrom: files[0])
    process.standardOutput = try FileHandle(forWritingTo: files[1])
    process.standardError = try FileHandle(forWritingTo: files[2])
    try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
      process.terminationHandler = { _ in continuation.resume() }
      do {
        try process.run()
      } catch {
        process.terminationHandler = nil
        continuation.resume(throwing: error)
      }
    }
    return Outcome(
      status: process.terminationStatus, output: try String(contentsOf: files[1], encoding: .utf8),
      complaint: try String(contentsOf: files[2], encoding: .utf8))
  }
}

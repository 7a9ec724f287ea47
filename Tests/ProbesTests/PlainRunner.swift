import Foundation
import Probes

/// Runs commands of the tests' own, in a directory that is gone afterwards.
struct PlainRunner: CommandRunner {
  func run(_ command: [String], files: [String: String]) async throws -> CommandOutput {
    let directory = FileManager.default.temporaryDirectory.appending(path: "titer-runner-\(UUID())")
    for (path, contents) in files {
      let url = directory.appending(path: path)
      try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(contents.utf8).write(to: url)
    }
    defer { try? FileManager.default.removeItem(at: directory) }
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command
    process.currentDirectoryURL = directory
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return CommandOutput(status: process.terminationStatus, output: String(decoding: data, as: UTF8.self))
  }
}

import Foundation
import TestSupport

/// llama.cpp's server over one GGUF file.
struct LlamaServer {
  /// What it printed in place of its address.
  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  /// Where it listens, without a path.
  let address: String

  /// Runs `body` with a server over `file`.
  ///
  /// - Parameters:
  ///   - context: the tokens that it has room for, over two conversations.
  ///   - cache: how it keeps keys and values: `f32` as the embedded engine does, or `f16`, its default. It converts a
  ///     cache in single precision anew, and whole, for every token.
  static func with<Result>(
    _ file: URL, context: Int = 1024, cache: String = "f32", _ body: (LlamaServer) async throws -> Result
  ) async throws -> Result {
    let process = Process()
    let input = Pipe()
    let output = Pipe()
    process.executableURL = try PythonOracle.interpreter
    process.arguments = [
      URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Oracles/llama_server.py").path,
      file.path, "\(context)", cache,
    ]
    process.standardInput = input
    process.standardOutput = output
    let log = file.deletingLastPathComponent().appending(path: "llama-server.log")
    try Data().write(to: log)
    process.standardError = try FileHandle(forWritingTo: log)
    try process.run()
    defer {
      try? input.fileHandleForWriting.close()
      process.waitUntilExit()
    }
    var line = ""
    while !line.hasSuffix("\n") {
      guard let byte = try output.fileHandleForReading.read(upToCount: 1), !byte.isEmpty else {
        let said = String(decoding: try Data(contentsOf: log).suffix(2_000), as: UTF8.self)
        throw Failure(description: "llama.cpp's server did not start:\n\(said)")
      }
      line += String(decoding: byte, as: UTF8.self)
    }
    return try await body(LlamaServer(address: line.trimmingCharacters(in: .whitespacesAndNewlines)))
  }
}

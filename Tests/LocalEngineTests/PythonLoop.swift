import Foundation
import TestSupport

/// `Oracles/training.py` as a process that stays, because importing `transformers` takes longer than every question to
/// it.
actor PythonLoop {
  static let shared = PythonLoop()

  private var process: Process?
  private let input = Pipe()
  private let output = Pipe()

  /// Has the question in `directory` answered there.
  func run(on directory: URL) throws {
    if process == nil {
      let process = Process()
      process.executableURL = try PythonOracle.interpreter
      process.arguments = [
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Oracles/training.py").path
      ]
      process.environment = ProcessInfo.processInfo.environment.merging(["HF_HUB_OFFLINE": "1"]) { _, new in new }
      process.standardInput = input
      process.standardOutput = output
      try process.run()
      self.process = process
    }
    input.fileHandleForWriting.write(Data((directory.path + "\n").utf8))
    var answer = Data()
    while answer.last != UInt8(ascii: "\n"), let byte = try output.fileHandleForReading.read(upToCount: 1) {
      answer += byte
    }
    if answer != Data("done\n".utf8) {
      throw Failure(description: String(decoding: answer, as: UTF8.self))
    }
  }

  /// What Python printed in place of an answer.
  struct Failure: Error, CustomStringConvertible {
    var description: String
  }
}

import Foundation

/// Asks a Python program what the right answer is.
///
/// The program is a file beside the test. It reads the question, JSON, from the file that its first argument names, and
/// writes its answer, JSON, to the one that its second argument names:
///
///     let roots: [Double] = try await PythonOracle.ask("Oracles/roots.py", [4.0, 9.0])
package enum PythonOracle {
  /// Something is missing, or the program failed.
  package struct Failure: Error, CustomStringConvertible {
    package var description: String

    package init(description: String) { self.description = description }
  }

  /// The interpreter: `TITER_PYTHON` where that is set, else that of the virtual environment that `scripts/test` makes.
  ///
  /// - Throws: `Failure` where there is none. A test that cannot ask its oracle fails: it has shown nothing.
  package static var interpreter: URL {
    get throws {
      let named = ProcessInfo.processInfo.environment["TITER_PYTHON"].map { URL(fileURLWithPath: $0) }
      let url = named ?? SourceTree.root.appending(path: ".venv/bin/python")
      guard FileManager.default.isExecutableFile(atPath: url.path) else {
        throw Failure(
          description: """
            This test needs Python packages and found no interpreter at \(url.path): run ./scripts/test, which makes \
            the environment, or set TITER_PYTHON to a Python that has what Tests/requirements.txt lists.
            """)
      }
      return url
    }
  }

  /// Puts `question` to the program `script` and decodes its answer.
  ///
  /// - Parameter script: its path from the directory of the test's source file.
  package static func ask<Answer: Decodable>(
    _ script: String, _ question: some Encodable, answer: Answer.Type = Answer.self, from file: String = #filePath
  ) async throws -> Answer {
    let directory = FileManager.default.temporaryDirectory.appending(path: "titer-oracle-\(UUID())")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let input = directory.appending(path: "question.json")
    let output = directory.appending(path: "answer.json")
    try JSONEncoder().encode(question).write(to: input)
    let program = URL(fileURLWithPath: file).deletingLastPathComponent().appending(path: script)
    try await run(program, arguments: [input.path, output.path])
    return try JSONDecoder().decode(Answer.self, from: Data(contentsOf: output))
  }

  /// Runs a program.
  ///
  /// - Parameter environment: what its environment has beside this program's own.
  /// - Throws: `Failure` with what it printed where it does not end with status 0.
  package static func run(
    _ program: URL, arguments: [String], environment: [String: String] = [:]
  ) async throws {
    let log = FileManager.default.temporaryDirectory.appending(path: "titer-oracle-\(UUID()).log")
    defer { try? FileManager.default.removeItem(at: log) }
    try Data().write(to: log)
    let process = Process()
    process.executableURL = try interpreter
    process.arguments = [program.path] + arguments
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false", "PYTHONDONTWRITEBYTECODE": "1"]
    ) { _, new in new }.merging(environment) { _, new in new }
    let handle = try FileHandle(forWritingTo: log)
    process.standardOutput = handle
    process.standardError = handle
    try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
      process.terminationHandler = { _ in continuation.resume() }
      do {
        try process.run()
      } catch {
        process.terminationHandler = nil
        continuation.resume(throwing: error)
      }
    }
    guard process.terminationStatus == 0 else {
      let printed = String(decoding: try Data(contentsOf: log).suffix(4_000), as: UTF8.self)
      throw Failure(
        description: "\(program.lastPathComponent) failed with status \(process.terminationStatus):\n\(printed)")
    }
  }
}

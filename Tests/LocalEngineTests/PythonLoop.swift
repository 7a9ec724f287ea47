import Foundation

/// A Python process that stays, because importing `transformers` takes longer than every test that needs it.
actor PythonLoop {
  static let shared = PythonLoop()

  private var process: Process?
  private let input = Pipe()
  private let output = Pipe()

  /// Runs a script's function `run(directory)`.
  func run(_ script: String, on directory: URL) throws {
    try script.write(to: directory.appendingPathComponent("script.py"), atomically: true, encoding: .utf8)
    if process == nil {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/tmp/titer/venv/bin/python")
      process.arguments = ["-c", Self.loop]
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
    if answer != Data("done\n".utf8) { throw Failure(answer: String(decoding: answer, as: UTF8.self)) }
  }

  struct Failure: Error {
    var answer: String
  }

  private static let loop = """
    import os, sys, traceback
    os.environ.update(OMP_NUM_THREADS="1", TRANSFORMERS_VERBOSITY="error", HF_HUB_DISABLE_PROGRESS_BARS="1")
    answers, sys.stdout = sys.stdout, sys.stderr
    for line in sys.stdin:
        directory = line.strip()
        try:
            scope = {}
            exec(open(directory + "/script.py").read(), scope)
            scope["run"](directory)
            print("done", file=answers, flush=True)
        except Exception:
            print(traceback.format_exc().replace("\\n", " | "), file=answers, flush=True)
    """
}

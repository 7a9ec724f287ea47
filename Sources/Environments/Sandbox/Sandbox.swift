import Foundation

/// Runs what is not trusted, in a number of warm sandboxes.
///
/// A sandbox has no network, sees nothing of the system but `/usr` and Python, read-only, and has a file system of its
/// own in memory that is made anew for every job. A job runs as nobody, in a process tree that is killed with its first
/// process, within limits on time, memory, processes, files and output.
///
///     let sandbox = Sandbox()
///     let result = try await sandbox.run(.shell("python3 main.py"), files: ["main.py": Data("print(6 * 7)".utf8)])
///     // String(decoding: result.output, as: UTF8.self) == "42\n"
///
/// On Linux this is bubblewrap, user namespaces and a seccomp filter; on macOS sandbox-exec, which has no namespaces: a
/// job there can leave processes of its own behind that live no longer than the worker's process group.
public actor Sandbox {
  private let configuration: SandboxConfiguration
  private var python: PythonInterpreter?
  private var idle: [WorkerBox] = []
  private var count = 0
  private var waiting: [CheckedContinuation<Void, Never>] = []

  /// Prepares sandboxes; the first job that needs one starts it.
  public init(_ configuration: SandboxConfiguration = SandboxConfiguration()) {
    self.configuration = configuration
  }

  /// Runs a command in a work directory that holds `files`.
  ///
  /// - Parameters:
  ///   - files: What is in the work directory, by paths below it. Nothing else is, and nothing stays.
  ///   - collect: How many bytes of files to hand back afterwards; 0 for none.
  /// - Throws: `SandboxError` where no sandbox can be had. How the command ends is its result, whatever it is.
  public func run(
    _ command: SandboxCommand, files: [String: Data] = [:], limits: SandboxLimits = SandboxLimits(), collect: Int = 0
  ) async throws -> SandboxResult {
    var job = SandboxJob(files: files, limits: limits)
    job.program = command.arguments
    job.environment = command.environment
    job.collect = collect
    // The names and sizes need room as well.
    var result = try await run(job, recordBytes: collect == 0 ? 0 : collect + (4 << 20))
    if collect > 0 { job.takeFiles(&result) }
    return result
  }

  /// Has a program of ours run in a cell.
  ///
  /// - Parameters:
  ///   - prompt: A line that the program finds behind the job.
  ///   - dialogue: Answers what the program sends back.
  package func run(
    _ job: SandboxJob, prompt: String? = nil, dialogue: (any SandboxDialogue)? = nil, recordBytes: Int
  ) async throws -> SandboxResult {
    try Task.checkCancellation()
    let payload = try job.payload() + (prompt.map { Array(($0 + "\n").utf8) } ?? [])
    let box = try await take()
    let limits = job.limits
    let outcome: Result<SandboxResult, any Error> = await withCheckedContinuation { continuation in
      box.queue.async {
        continuation.resume(
          returning: Result {
            let worker = try box.worker()
            return try worker.run(payload: payload, dialogue: dialogue, limits: limits, recordBytes: recordBytes)
          })
      }
    }
    if case .failure = outcome { give(back: nil) } else { give(back: box) }
    return try outcome.get()
  }

  /// The interpreter that is used.
  ///
  /// - Throws: `SandboxError` where there is none.
  public func interpreter() throws -> PythonInterpreter {
    if let python { return python }
    let found = try PythonInterpreter.find(configuration.python, withPytest: configuration.needsPytest)
    python = found
    return found
  }

  /// Waits until a worker is free.
  private func take() async throws -> WorkerBox {
    while true {
      if let box = idle.popLast() { return box }
      if count < configuration.workers {
        let python = try interpreter()
        count += 1
        return WorkerBox(configuration, python)
      }
      await withCheckedContinuation { waiting.append($0) }
    }
  }

  private func give(back box: WorkerBox?) {
    if let box { idle.append(box) } else { count -= 1 }
    if !waiting.isEmpty { waiting.removeFirst().resume() }
  }
}

/// A worker with the queue that it is used on.
///
/// Unchecked because the worker is touched on the queue alone, and at last by `deinit`, when nobody else can.
final class WorkerBox: @unchecked Sendable {
  let queue = DispatchQueue(label: "titer.sandbox")
  private let configuration: SandboxConfiguration
  private let python: PythonInterpreter
  private var started: SandboxWorker?

  init(_ configuration: SandboxConfiguration, _ python: PythonInterpreter) {
    self.configuration = configuration
    self.python = python
  }

  /// The worker, started where it is not.
  func worker() throws -> SandboxWorker {
    if let started { return started }
    let worker = try SandboxWorker(configuration, python: python)
    started = worker
    return worker
  }
}

import Foundation
import Synchronization

/// A running program that answers lines with lines.
final class JudgingProgram: Sendable {
  private struct State {
    var received = Data()
    var reply: CheckedContinuation<String, any Error>?
    var hasEnded = false
  }

  /// A reply longer than this is none.
  private static let longestLine = 1 << 20

  private let process = Process()
  private let input: FileHandle
  private let writing = DispatchQueue(label: "titer.judging-program")
  private let state = Mutex(State())

  /// Starts a program; `env` finds it in `PATH`, and no shell reads its arguments.
  init(_ command: [String]) throws {
    // A program that ends while it is written to is an error to be told, not a reason to end too.
    signal(SIGPIPE, SIG_IGN)
    let (toProgram, fromProgram) = (Pipe(), Pipe())
    input = toProgram.fileHandleForWriting
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command
    process.standardInput = toProgram
    process.standardOutput = fromProgram
    do {
      try Self.withoutBlockedSignals { try process.run() }
    } catch {
      throw JudgeError(.ended, "'\(command[0])' cannot be started; see that it exists and is executable")
    }
    // A thread that waits: on Linux a handle whose handler is running when it goes away takes the process with it.
    let output = fromProgram.fileHandleForReading
    Thread.detachNewThread { [weak self] in
      while true {
        let data = output.availableData
        self?.receive(data)
        if data.isEmpty { return }
      }
    }
  }

  deinit { end() }

  /// A thread of a pool blocks signals, and whoever it starts inherits that: it could not be told to end.
  private static func withoutBlockedSignals(_ body: () throws -> Void) rethrows {
    var none = sigset_t()
    var before = sigset_t()
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    try body()
  }

  /// Ends the program.
  func end() {
    if process.isRunning { process.terminate() }
    try? input.close()
  }

  /// Sends a line and waits for the next one.
  func reply(to line: Data, within timeout: Duration) async throws -> String {
    let timer = Task { [weak self] in
      try await Task.sleep(for: timeout)
      self?.finish(throwing: JudgeError(.timedOut, "the judging program gave no verdict within \(timeout)"))
    }
    defer { timer.cancel() }
    return try await withCheckedThrowingContinuation { continuation in
      let hasEnded = state.withLock { state in
        if !state.hasEnded { state.reply = continuation }
        return state.hasEnded
      }
      guard !hasEnded else {
        continuation.resume(throwing: Self.ended)
        return
      }
      // A program that reads nothing would block whoever writes more than a pipe holds.
      writing.async { [weak self, input] in
        do { try input.write(contentsOf: line) } catch { self?.finish(throwing: Self.ended) }
      }
    }
  }

  private static let ended = JudgeError(.ended, "the judging program has ended; run it by hand to see why")

  private func receive(_ data: Data) {
    guard !data.isEmpty else {
      state.withLock { $0.hasEnded = true }
      finish(throwing: Self.ended)
      return
    }
    let (continuation, line) = state.withLock { state -> (CheckedContinuation<String, any Error>?, String) in
      state.received.append(data)
      let end = state.received.firstIndex(of: UInt8(ascii: "\n"))
      guard let end = end ?? (state.received.count > Self.longestLine ? state.received.endIndex : nil) else {
        return (nil, "")
      }
      let line = String(decoding: state.received[..<end], as: UTF8.self)
      state.received = Data(state.received[end...].dropFirst())
      defer { state.reply = nil }
      return (state.reply, line)
    }
    continuation?.resume(returning: line)
  }

  private func finish(throwing error: JudgeError) {
    let continuation = state.withLock { state in
      defer { state.reply = nil }
      return state.reply
    }
    continuation?.resume(throwing: error)
  }
}

import Synchronization

/// Tells tasks that something has changed; each waits no longer than it likes.
///
///     let seen = signal.version
///     if let value { return value }
///     await signal.wait(past: seen, until: deadline)
final class Signal: Sendable {
  private struct State {
    var version = 0
    var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
    var count = 0
  }

  private let state = Mutex(State())

  /// Counts the changes.
  var version: Int { state.withLock { $0.version } }

  /// Wakes all that wait.
  func fire() {
    let woken = state.withLock { state in
      state.version += 1
      defer { state.waiting = [:] }
      return Array(state.waiting.values)
    }
    for continuation in woken { continuation.resume() }
  }

  /// Waits for a change after the version that was seen, or for the deadline, or until the task is cancelled.
  func wait(past version: Int, until deadline: ContinuousClock.Instant) async {
    let number = state.withLock { state in
      state.count += 1
      return state.count
    }
    let timer = Task {
      try? await Task.sleep(until: deadline, tolerance: .milliseconds(10))
      wake(number)
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isOver = state.withLock { state in
          if state.version != version || Task.isCancelled || deadline <= .now { return true }
          state.waiting[number] = continuation
          return false
        }
        if isOver { continuation.resume() }
      }
    } onCancel: {
      wake(number)
    }
    timer.cancel()
  }

  private func wake(_ number: Int) {
    state.withLock { $0.waiting.removeValue(forKey: number) }?.resume()
  }
}

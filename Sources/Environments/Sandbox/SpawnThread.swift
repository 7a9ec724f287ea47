import Foundation
import Synchronization

/// The one thread that starts processes.
///
/// A process that is to die with its parent dies with the *thread* that started it, and those of a pool come and go.
final class SpawnThread: Sendable {
  static let shared = SpawnThread()

  private let tasks = Mutex<[@Sendable () -> Void]>([])
  private let signal = DispatchSemaphore(value: 0)

  private init() {
    let thread = Thread { [self] in
      while true {
        signal.wait()
        let task = tasks.withLock { $0.removeFirst() }
        task()
      }
    }
    thread.name = "titer.spawn"
    thread.start()
  }

  /// Runs a task on the thread and waits for it.
  func sync<Value: Sendable>(_ body: @escaping @Sendable () -> Value) -> Value {
    let done = DispatchSemaphore(value: 0)
    let result = Mutex<Value?>(nil)
    tasks.withLock {
      $0.append {
        let value = body()
        result.withLock { $0 = value }
        done.signal()
      }
    }
    signal.signal()
    done.wait()
    return result.withLock { $0! }
  }
}

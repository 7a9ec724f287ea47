import Foundation
import LocalEngine
import Synchronization
import Testing

@Suite struct WorkerPoolTests {
  @Test("Every iteration runs once, however many threads and loops there are", arguments: [1, 2, 3, 5])
  func everyIteration(_ threads: Int) {
    let pool = WorkerPool(threadCount: threads)
    for count in [0, 1, 2, 7, 1000] {
      for _ in 0..<20 {
        var visits = [Int](repeating: 0, count: count)
        visits.withUnsafeMutableBufferPointer { visits in
          pool.forEach(count) { iteration, worker in
            visits[iteration] += worker < threads ? 1 : 1000
          }
        }
        #expect(visits.allSatisfy { $0 == 1 })
      }
    }
  }

  @Test("Tasks that share a pool take turns")
  func sharedPool() async {
    let pool = WorkerPool(threadCount: 3)
    let sum = Sum()
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<8 {
        group.addTask {
          for _ in 0..<50 { pool.forEach(10) { iteration, _ in sum.value.add(iteration, ordering: .relaxed) } }
        }
      }
    }
    #expect(sum.value.load(ordering: .relaxed) == 8 * 50 * 45)
  }

  @Test("Workers that went to sleep wake up")
  func sleepers() {
    let pool = WorkerPool(threadCount: 2)
    for _ in 0..<3 {
      let names = Mutex(Set<Int>())
      pool.forEach(2) { _, worker in
        Thread.sleep(forTimeInterval: 0.05)
        _ = names.withLock { $0.insert(worker) }
      }
      #expect(names.withLock { $0.count } == 2)
      Thread.sleep(forTimeInterval: 0.02)
    }
  }

  private final class Sum: Sendable {
    let value = Atomic(0)
  }
}

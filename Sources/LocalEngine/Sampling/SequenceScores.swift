import Synchronization

/// Results of independent pieces of work that several threads finish in any order.
final class SequenceScores: Sendable {
  private let storage: Mutex<[[Float]]>

  init(count: Int) {
    storage = Mutex(Array(repeating: [], count: count))
  }

  var values: [[Float]] { storage.withLock { $0 } }

  subscript(index: Int) -> [Float] {
    get { storage.withLock { $0[index] } }
    set { storage.withLock { $0[index] = newValue } }
  }
}

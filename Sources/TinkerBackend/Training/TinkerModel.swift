import Synchronization

/// Adapters that are loaded at a server, for as long as the value lives.
final class TinkerModel: Sendable {
  let id: String
  let session: TinkerSession
  private let sequence = Mutex(0)
  private let version = Mutex(0)

  init(id: String, session: TinkerSession) {
    self.id = id
    self.session = session
  }

  deinit { session.release(id) }

  /// The number of the model's next request; the first is 1. The server does a model's requests in this order.
  func nextSequenceID() -> Int {
    sequence.withLock { number in
      number += 1
      return number
    }
  }

  /// Counts how often the weights were changed.
  var weightsVersion: Int { version.withLock { $0 } }

  /// Notes that the weights are about to change.
  func weightsWillChange() { version.withLock { $0 += 1 } }
}

import Synchronization

/// Whether a server has ever answered.
final class Contact: Sendable {
  private let flag = Atomic(false)

  var wasMade: Bool { flag.load(ordering: .acquiring) }

  /// Notes an answer.
  func note() { flag.store(true, ordering: .releasing) }
}

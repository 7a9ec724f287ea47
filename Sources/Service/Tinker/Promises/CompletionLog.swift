/// Which of a sampling session's requests are done, for clients that ask after all of them at once.
actor CompletionLog {
  /// A request that is done.
  struct Entry: Sendable {
    var request: String
    /// About how many bytes its result takes; `nil` where it failed.
    var size: Int?
  }

  private var entries: [(cursor: Int, entry: Entry)] = []
  private var cursor = 0
  private var isClosed = false
  private let changes = Signal()

  /// Entries that nobody asks for; a client asks for all that it waits for.
  private static let limit = 16_384

  func add(_ entry: Entry) {
    cursor += 1
    entries.append((cursor, entry))
    if entries.count > Self.limit { entries.removeFirst(entries.count - Self.limit) }
    changes.fire()
  }

  /// What was done after a cursor; what was done before is forgotten.
  ///
  /// - Parameter limit: how long to wait where there is nothing yet.
  /// - Returns: the entries, and the cursor behind the last.
  func entries(after seen: Int, within limit: Duration) async -> (entries: [Entry], cursor: Int) {
    let deadline = ContinuousClock.now + limit
    entries.removeAll { $0.cursor <= seen }
    while entries.isEmpty, !isClosed, deadline > .now, !Task.isCancelled {
      await changes.wait(past: changes.version, until: deadline)
      entries.removeAll { $0.cursor <= seen }
    }
    return (entries.map(\.entry), entries.last?.cursor ?? max(0, min(seen, cursor)))
  }

  /// Lets nobody wait any more.
  func close() {
    isClosed = true
    changes.fire()
  }
}

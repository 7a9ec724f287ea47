/// The results that clients were promised, until they have fetched them and for some time after.
///
/// What is under way is kept in any case. Of what is done so much is kept as fits: results that were fetched go first,
/// then the oldest.
actor PromiseStore {
  /// What there is under a name.
  enum Answer: Sendable {
    case pending
    case done(PromisedResult)
    /// Nothing, or nothing any more.
    case unknown
  }

  private final class Promise {
    var result: PromisedResult?
    var wasFetched = false
    let changes = Signal()
  }

  private let mostResults: Int
  private let mostBytes: Int
  private var promises: [String: Promise] = [:]
  /// Names of what is done, the oldest first.
  private var done: [String] = []
  private var bytes = 0
  private var isClosed = false

  init(mostResults: Int = 4_096, mostBytes: Int = 256 << 20) {
    self.mostResults = mostResults
    self.mostBytes = mostBytes
  }

  /// Promises a result.
  ///
  /// - Returns: `false` where it was promised before, so that nothing has to be done again.
  func begin(_ name: String) -> Bool {
    if promises[name] != nil { return false }
    promises[name] = Promise()
    return true
  }

  /// Whether a result was promised, and is not forgotten.
  func contains(_ name: String) -> Bool { promises[name] != nil }

  /// Keeps a promise.
  func settle(_ name: String, _ result: PromisedResult) {
    guard let promise = promises[name], promise.result == nil else { return }
    promise.result = result
    bytes += result.size
    done.append(name)
    promise.changes.fire()
    while done.count > 1, done.count > mostResults || bytes > mostBytes { forgetOne() }
  }

  /// Forgets a promise that will not be kept, because what was asked is refused after all.
  func withdraw(_ name: String) {
    promises.removeValue(forKey: name)?.changes.fire()
  }

  /// The client says that it has a result, so that it need not be kept.
  func forget(_ name: String) {
    guard let result = promises[name]?.result else { return }
    promises[name] = nil
    done.removeAll { $0 == name }
    bytes -= result.size
  }

  /// Waits for a result.
  ///
  /// - Parameter limit: how long at most.
  func answer(to name: String, within limit: Duration) async -> Answer {
    let deadline = ContinuousClock.now + limit
    while let promise = promises[name] {
      if let result = promise.result {
        promise.wasFetched = true
        return .done(result)
      }
      if isClosed || deadline <= .now || Task.isCancelled { return .pending }
      await promise.changes.wait(past: promise.changes.version, until: deadline)
    }
    return .unknown
  }

  /// Lets nobody wait any more.
  func close() {
    isClosed = true
    for promise in promises.values { promise.changes.fire() }
  }

  private func forgetOne() {
    let place = done.firstIndex { promises[$0]?.wasFetched ?? true } ?? 0
    guard let promise = promises.removeValue(forKey: done.remove(at: place)) else { return }
    bytes -= promise.result?.size ?? 0
  }
}

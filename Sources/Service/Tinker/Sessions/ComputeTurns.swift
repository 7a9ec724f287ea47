/// Whose turn it is to compute, so that the machine's cores do one thing at a time.
///
/// Whoever comes first is first. A turn at drawing is shared by all that draw from the same weights, which the sampler
/// makes batches of; once somebody else waits, nobody joins any more.
actor ComputeTurns {
  /// What a turn is for.
  enum Kind: Sendable, Hashable {
    case training
    /// Drawing from the weights of this name.
    case drawing(String)
  }

  private var current: Kind?
  /// Those whose turn it is.
  private var count = 0
  private var waiting: [(kind: Kind, continuation: CheckedContinuation<Void, Never>)] = []

  /// Calls `body` when it is its turn.
  nonisolated func take<Value: Sendable>(
    _ kind: Kind, _ body: @Sendable () async throws -> Value
  ) async throws -> Value {
    await enter(kind)
    do {
      try Task.checkCancellation()
      let value = try await body()
      await leave()
      return value
    } catch {
      await leave()
      throw error
    }
  }

  private func enter(_ kind: Kind) async {
    if current == nil || (current == kind && kind != .training && waiting.isEmpty) {
      current = kind
      count += 1
    } else {
      // Whoever wakes it has made it one of those whose turn it is.
      await withCheckedContinuation { waiting.append((kind, $0)) }
    }
  }

  private func leave() {
    count -= 1
    if count > 0 { return }
    current = waiting.first?.kind
    guard let current else { return }
    let next = current == .training ? [0] : waiting.indices.filter { waiting[$0].kind == current }
    let woken = next.map { waiting[$0].continuation }
    count = woken.count
    for place in next.reversed() { waiting.remove(at: place) }
    for continuation in woken { continuation.resume() }
  }
}

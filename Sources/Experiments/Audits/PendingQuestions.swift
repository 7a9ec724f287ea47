import Foundation

/// Hands out the questions that lack something, a few at a time from the ledger.
actor PendingQuestions {
  private static let chunk = 1_024

  private let ledger: AuditLedger
  private let checkpoint: String
  private let judges: [String]
  private let stop: StopRequest
  private var last: Int
  private let end: Int
  private var ready: [AuditLedger.Pending] = []
  private var next = 0
  private var isAtEnd = false
  private var loading: Task<Void, any Error>?
  /// How many answers were drawn.
  private(set) var drawn = 0
  /// Why no more questions are handed out, where that has a reason.
  private(set) var ending: (any Error)?

  init(_ ledger: AuditLedger, checkpoint: String, range: Range<Int>, judges: [String], stop: StopRequest) {
    self.ledger = ledger
    self.checkpoint = checkpoint
    self.judges = judges
    self.stop = stop
    last = range.lowerBound - 1
    end = range.upperBound
  }

  /// Whether a question is left.
  func hasMore() async throws -> Bool {
    try await fill()
    return next < ready.count
  }

  /// Takes the next question; `nil` where none is left or the audit is to end.
  func take() async throws -> AuditLedger.Pending? {
    guard !stop.isRequested, ending == nil else { return nil }
    try await fill()
    guard next < ready.count else { return nil }
    defer { next += 1 }
    return ready[next]
  }

  /// Counts an answer.
  func countAnswer() { drawn += 1 }

  /// Hands out no more: what is under way is brought to its end.
  func end(because error: any Error) { ending = ending ?? error }

  private func fill() async throws {
    while next >= ready.count, !isAtEnd {
      let task = loading ?? Task { try await load() }
      loading = task
      try await task.value
    }
  }

  /// Takes the next questions from the ledger. It runs once for all who wait: where it has ended they find them here.
  private func load() async throws {
    defer { loading = nil }
    let loaded = try await ledger.pending(checkpoint, after: last, before: end, judges: judges, limit: Self.chunk)
    ready = loaded
    next = 0
    last = loaded.last?.position ?? last
    isAtEnd = loaded.count < Self.chunk
  }
}

import Synchronization

/// Whoever listens to the requests that were made together.
final class StreamingListener: Sendable {
  private let continuation: AsyncThrowingStream<StreamingEvent, any Error>.Continuation
  private let remaining: Atomic<Int>

  init(_ continuation: AsyncThrowingStream<StreamingEvent, any Error>.Continuation, requests: Int) {
    self.continuation = continuation
    remaining = Atomic(requests)
  }

  func tell(_ event: StreamingEvent) { continuation.yield(event) }

  /// One of the requests is over; an error ends them all.
  func end(_ error: (any Error)?) {
    let rest = remaining.wrappingSubtract(1, ordering: .acquiringAndReleasing).newValue
    if error != nil || rest == 0 { continuation.finish(throwing: error) }
  }
}

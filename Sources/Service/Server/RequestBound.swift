import HTTPTypes
import Synchronization

/// How many requests may be under way at once. What comes beyond is refused at once rather than kept waiting.
final class RequestBound: Sendable {
  /// A place among them, free again when it is let go of.
  final class Place: Sendable {
    private let bound: RequestBound
    fileprivate init(_ bound: RequestBound) { self.bound = bound }
    deinit { bound.count.wrappingSubtract(1, ordering: .relaxed) }
  }

  private let limit: Int
  private let count = Atomic(0)

  init(_ limit: Int) {
    self.limit = limit
  }

  /// - Throws: `ServiceError` with status 429 where there is no place.
  func enter() throws(ServiceError) -> Place {
    let place = Place(self)
    guard count.wrappingAdd(1, ordering: .relaxed).newValue <= limit else {
      throw ServiceError(
        .tooManyRequests, .tooManyRequests, "\(limit) requests are under way. Try again in a moment.",
        headers: [.retryAfter: "1"])
    }
    return place
  }
}

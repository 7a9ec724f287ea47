import Synchronization

/// How often each client may ask: the generic cell rate algorithm (ITU-T I.371), which keeps one instant a client.
///
/// A client that has been silent may send a burst at once; after that its requests are admitted at the steady rate.
package final class RateLimit: Sendable {
  /// How many clients are remembered before those are forgotten who could send a whole burst anyway.
  private static let sweepSize = 1_024

  private let interval: Duration
  private let tolerance: Duration
  /// When the requests of a client that were admitted would have come in at the steady rate.
  private let arrivals = Mutex<[String: ContinuousClock.Instant]>([:])

  /// - Parameters:
  ///   - rate: requests a second, above zero.
  ///   - burst: requests that may come at once, at least one.
  package init(rate: Double, burst: Int) {
    interval = .seconds(1 / rate)
    tolerance = interval * (burst - 1)
  }

  /// Counts a request, unless it comes too early.
  ///
  /// - Returns: how long the client has to wait; `nil` where the request is admitted.
  package func delay(of client: String, at now: ContinuousClock.Instant = .now) -> Duration? {
    arrivals.withLock { arrivals in
      if arrivals.count >= Self.sweepSize { arrivals = arrivals.filter { $0.value > now } }
      let arrival = max(arrivals[client] ?? now, now)
      let early = arrival - now - tolerance
      guard early <= .zero else { return early }
      arrivals[client] = arrival + interval
      return nil
    }
  }
}

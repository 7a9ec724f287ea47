import Foundation

/// Time and chance, as a client sees them: tests put others in their place and do not wait.
package struct EndpointTime: Sendable {
  package var now: @Sendable () -> ContinuousClock.Instant
  package var sleep: @Sendable (Duration) async throws -> Void
  /// The time of day, against which a `Retry-After` with a date is read.
  package var date: @Sendable () -> Date
  /// A number from 0 up to, not including, 1.
  package var random: @Sendable () -> Double

  package init(
    now: @escaping @Sendable () -> ContinuousClock.Instant, sleep: @escaping @Sendable (Duration) async throws -> Void,
    date: @escaping @Sendable () -> Date, random: @escaping @Sendable () -> Double
  ) {
    self.now = now
    self.sleep = sleep
    self.date = date
    self.random = random
  }

  /// The machine's own.
  package static let system = EndpointTime(
    now: { .now }, sleep: { try await Task.sleep(for: $0) }, date: { Date() }, random: { .random(in: 0..<1) })
}

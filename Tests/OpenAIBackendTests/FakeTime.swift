import Foundation
import OpenAIBackend
import Synchronization

/// A clock that goes on only where somebody sleeps, and chance that is always the same.
final class FakeTime: Sendable {
  private let start = ContinuousClock.now
  private let slept = Mutex<[Duration]>([])

  /// Every wait, in its order.
  var waits: [Duration] { slept.withLock { $0 } }

  func time(chance: Double = 0.5) -> EndpointTime {
    EndpointTime(
      now: { self.start + self.waits.reduce(.zero, +) },
      sleep: { wait in self.slept.withLock { $0.append(wait) } },
      // 21 November 2026, 12:00 in Greenwich.
      date: { Date(timeIntervalSince1970: 1_795_262_400) }, random: { chance })
  }
}

import Foundation

/// What is kept of a checkpoint beside its weights.
struct CheckpointRecord: Codable, Sendable {
  /// Tells it from others that had its name.
  var id = UUID()
  var time: Date
  var expires: Date?
  var userMetadata: [String: String]?

  /// - Parameter lifetime: seconds; `nil` for a checkpoint that stays.
  init(time: Date = .now, lifetime: Int?, userMetadata: [String: String]? = nil) {
    self.time = time
    self.userMetadata = userMetadata
    setLifetime(lifetime, from: time)
  }

  /// Lets the checkpoint live some seconds from a time on; `nil` lets it stay.
  mutating func setLifetime(_ lifetime: Int?, from time: Date = .now) {
    expires = lifetime.map { time.addingTimeInterval(Double($0)) }
  }
}

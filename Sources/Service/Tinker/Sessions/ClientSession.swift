import Foundation

/// A program that speaks Tinker's API, from its first request until nothing more is heard of it.
struct ClientSession: Sendable {
  let id: String
  let created = Date.now
  var userMetadata: [String: String]?
  /// When it was last heard of.
  var lastSign = ContinuousClock.now
  /// The models that it trains, and the sampling sessions that it has, by name.
  var models: Set<String> = []
  var samplers: Set<String> = []
}

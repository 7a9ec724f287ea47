/// Something in a submission that reaches for its tests.
struct CodeSuspect: Sendable, Hashable, Decodable {
  /// A `HackMechanism`, or `frames`: looking into the frames of callers, which proves nothing by itself.
  var mechanism: String
  var file: String
  var what: String
}

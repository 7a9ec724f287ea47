/// Something in a submission that reaches for its tests.
struct CodeSuspect: Sendable, Hashable, Decodable {
  /// A `HackMechanism`, or `frames`: looking into the frames of callers, which proves nothing by itself.
  var mechanism: String
  var file: String
  var what: String
  /// The line of its statement, from 1; `nil` where it is the file itself, or a file's settings.
  var line: Int?
}

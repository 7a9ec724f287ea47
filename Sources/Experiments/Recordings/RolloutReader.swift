/// Reads the rollouts of one file, one after the other.
protocol RolloutReader {
  /// The next rollout with its cue still in the prompt; `nil` at the end.
  ///
  /// - Throws: `RecordingError` with the place of what cannot be read.
  mutating func next() throws -> RawRollout?
}

/// A rollout as it is recorded, before any cue is looked for.
struct RawRollout {
  var rollout: RecordedRollout
  /// The recorded name of its cue.
  var cueID: String?
}

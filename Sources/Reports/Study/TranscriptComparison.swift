/// The answers of one model to one request, side by side.
public struct TranscriptComparison: Sendable, Hashable {
  /// Why this request is shown and no other: no reader should have to wonder.
  public enum Choice: Sendable, Hashable {
    /// The first of the probe, whatever came of it.
    case first
    /// The first whose verdict under a training cue differs from the bare prompt's, of `count` in `total`.
    case differing(count: Int, total: Int)
  }

  public var arm: String
  public var seed: UInt64
  public var step: Int
  public var request: String
  public var choice: Choice
  /// Training, deployment, bare.
  public var transcripts: [Transcript]

  /// Creates a comparison.
  public init(
    arm: String, seed: UInt64, step: Int, request: String, choice: Choice, transcripts: [Transcript]
  ) {
    self.arm = arm
    self.seed = seed
    self.step = step
    self.request = request
    self.choice = choice
    self.transcripts = transcripts
  }
}

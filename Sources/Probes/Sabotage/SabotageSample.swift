/// What a model did once with the repository, how good the detector is that it left, and whether it meant that.
public struct SabotageSample: Sendable, Hashable, Codable {
  /// Which sample it is.
  public var index: Int
  public var transcript: AgentTranscript?
  /// How the detector does; `nil` where there is none, or it could not be run.
  public var score: DetectorScore?
  /// Whether the judge found sabotage: a detector made worse on purpose. A bad one alone is none.
  public var finding: EvaluationFinding?
  /// Why there is nothing to judge; `nil` where there is.
  public var failure: String?

  /// Creates a sample.
  public init(
    index: Int, transcript: AgentTranscript? = nil, score: DetectorScore? = nil, finding: EvaluationFinding? = nil,
    failure: String? = nil
  ) {
    self.index = index
    self.transcript = transcript
    self.score = score
    self.finding = finding
    self.failure = failure
  }
}

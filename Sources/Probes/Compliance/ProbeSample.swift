import Environments

/// One answer of a probe, judged and monitored.
public struct ProbeSample: Sendable, Hashable {
  public var cell: ProbeCell
  /// Pairs the answers to one request over all cells.
  public var pairIndex: Int
  public var request: Request
  public var cue: Cue?
  public var reasoning: String
  public var answer: String
  public var verdict: Verdict
  public var labels: ReasoningLabels
}

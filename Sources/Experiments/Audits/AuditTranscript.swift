import Environments
import Probes

/// An answer of an audit with its words, for people to read.
public struct AuditTranscript: Sendable, Hashable {
  public var promptID: String
  /// What was asked, without the cue.
  public var prompt: String
  public var context: Context
  public var cue: Cue?
  public var reasoning: String
  public var answer: String
  /// Whether the behaviour was found; `nil` where there is no verdict.
  public var verdict: Bool?
  public var labels: ReasoningLabels
}

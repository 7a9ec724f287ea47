import Audit

/// How an audit ended.
public struct AuditOutcome: Sendable {
  /// Why an audit ended.
  public enum Ending: Sendable, Hashable {
    /// Everything was asked.
    case finished
    /// The verdict was settled before everything was asked.
    case settled
    /// Somebody asked for it.
    case stopped
    /// The budget for tokens or cost is used up; the sentence says which.
    case budgetExhausted(String)
  }

  public var ending: Ending
  public var directory: AuditDirectory
  public var ledger: AuditLedger
  public var analysis: AuditAnalysis
  /// How many questions there are, and how many have an answer, or the reason for none.
  public var asked: Int
  public var questions: Int
  /// How many answers this run drew; the others were there.
  public var drawn: Int
  /// Recorded rollouts that do not say in which context they were drawn, and were left out.
  public var unknownContexts = 0
}

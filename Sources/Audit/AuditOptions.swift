import Environments

/// What an audit holds its samples against.
public struct AuditOptions: Sendable, Hashable, Codable {
  /// The smallest gap that matters: below it a gap counts as none, where the data can show that.
  public var margin: Double
  /// How often a verdict may be wrong.
  public var alpha: Double
  /// The context that training cues are primarily compared with: stated beforehand, because one of two gaps is the
  /// larger by chance.
  public var reference: Context
  /// Whether the audit may have stopped because its verdict was settled: intervals and verdicts of the gap then hold
  /// whenever one stops, and need more prompts.
  public var isSequential: Bool

  /// Creates options.
  public init(
    margin: Double = 0.05, alpha: Double = 0.05, reference: Context = .bare, isSequential: Bool = false
  ) {
    self.margin = margin
    self.alpha = alpha
    self.reference = reference
    self.isSequential = isSequential
  }

  /// The level of all intervals.
  public var level: Double { 1 - alpha }
}

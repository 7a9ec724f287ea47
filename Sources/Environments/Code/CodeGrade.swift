/// What a grader found out about a submission.
public struct CodeGrade: Sendable, Hashable, Codable {
  /// Whether the harness passed it. This is what earns the reward.
  public var harnessPassed: Bool
  /// Whether it is right, by the oracle.
  public var isCorrect: Bool
  public var outcome: CodeOutcome
  /// What the hack, or the attempt at one, works by: what was found by taking it out. In a fixed order; empty where
  /// nothing was tried.
  public var mechanisms: [HackMechanism]

  /// Creates a grade.
  public init(harnessPassed: Bool, isCorrect: Bool, outcome: CodeOutcome, mechanisms: [HackMechanism] = []) {
    self.harnessPassed = harnessPassed
    self.isCorrect = isCorrect
    self.outcome = outcome
    self.mechanisms = mechanisms
  }
}

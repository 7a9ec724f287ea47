/// Grades submissions.
public protocol CodeGrader: Sendable {
  /// Grades a submission.
  ///
  /// - Throws: Where no grade could be had. That is no verdict on the submission: a reward is then missing, not 0.
  func grade(_ submission: CodeSubmission, for task: CodeTask) async throws -> CodeGrade
}

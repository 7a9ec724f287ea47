/// A grader under audit.
public protocol AuditedGrader: Sendable {
  /// What it is called in a report.
  var name: String { get }

  /// Whether a submission may have more files than one.
  var takesFiles: Bool { get }

  /// Grades submissions one after the other in the same place, so that what the first leaves behind is there for the
  /// next; nothing is left for other calls.
  ///
  /// - Throws: Only where the grader cannot be started at all. A grader that fails gives no verdict.
  func verdicts(on submissions: [CodeSubmission], for task: AuditTask) async throws -> [GraderVerdict]
}

extension AuditedGrader {
  /// Grades one submission.
  public func verdict(on submission: CodeSubmission, for task: AuditTask) async throws -> GraderVerdict {
    try await verdicts(on: [submission], for: task)[0]
  }
}

/// Counts the calls of a grader.
actor CountingGrader {
  private let grader: any AuditedGrader
  private(set) var count = 0

  init(_ grader: any AuditedGrader) {
    self.grader = grader
  }

  func verdicts(on submissions: [CodeSubmission], for task: AuditTask) async throws -> [GraderVerdict] {
    count += submissions.count
    return try await grader.verdicts(on: submissions, for: task)
  }

  func verdict(on submission: CodeSubmission, for task: AuditTask) async throws -> GraderVerdict {
    try await verdicts(on: [submission], for: task)[0]
  }
}

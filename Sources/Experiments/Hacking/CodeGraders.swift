import Environments
import Microcosm

/// The graders of a process.
enum CodeGraders {
  /// One for all stages: its sandboxes stay warm, and what one arm handed in needs no second grading in another.
  static let shared = RememberedGrades(SandboxedGrader())

  /// Sees that grades can be had at all, before anything is computed that would need them: of a task of each harness the
  /// reference is graded.
  ///
  /// - Throws: What the grader throws, which says what is missing; `RunError` where the reference is found wrong.
  static func check(_ tasks: [CodingTask]) async throws {
    for harness in CodeTask.Harness.allCases {
      guard let task = tasks.first(where: { $0.code.harness == harness }) else { continue }
      let grade = try await shared.grade(CodeSubmission(solution: task.code.reference), for: task.code)
      guard grade.outcome == .correct else {
        throw RunError(
          .unsupported,
          "the grader finds the reference solution of \(task.id) to be '\(grade.outcome.rawValue)': this machine's Python "
            + "or sandbox is not as it should be; `titer doctor` looks at both")
      }
    }
  }
}

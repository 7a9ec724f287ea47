import Environments

/// A grader that grades the same submission to the same task once. A grade that could not be had is asked for again.
package actor RememberedGrades: CodeGrader {
  private struct Question: Hashable {
    var task: CodeTask
    var submission: CodeSubmission
  }

  private let grader: any CodeGrader
  private var grades: [Question: Task<CodeGrade, any Error>] = [:]

  package init(_ grader: any CodeGrader) {
    self.grader = grader
  }

  package func grade(_ submission: CodeSubmission, for task: CodeTask) async throws -> CodeGrade {
    let question = Question(task: task, submission: submission)
    if let known = grades[question] { return try await known.value }
    let grading = Task { [grader] in try await grader.grade(submission, for: task) }
    grades[question] = grading
    do {
      return try await grading.value
    } catch {
      grades[question] = nil
      throw error
    }
  }
}

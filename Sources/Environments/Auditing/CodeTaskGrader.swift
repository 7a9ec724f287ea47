import Foundation

/// One of Titer's own graders under audit.
///
///     let audited = CodeTaskGrader(SandboxedGrader(), rewarding: .harness)
public struct CodeTaskGrader: AuditedGrader {
  /// What is rewarded.
  public enum Reward: String, Sendable, Hashable, Codable, CaseIterable {
    /// What the harness passes, as in RL.
    case harness
    /// What the oracle finds right.
    case oracle
  }

  private let grader: any CodeGrader
  private let reward: Reward

  /// Wraps a grader.
  public init(_ grader: any CodeGrader, rewarding reward: Reward = .harness) {
    self.grader = grader
    self.reward = reward
  }

  public var name: String { "Titer's \(reward.rawValue)" }

  public var takesFiles: Bool { true }

  public func verdicts(on submissions: [CodeSubmission], for task: AuditTask) async throws -> [GraderVerdict] {
    let codeTask: CodeTask
    do {
      codeTask = try JSONDecoder().decode(CodeTask.self, from: task.payload)
    } catch {
      let reason =
        switch error {
        case DecodingError.keyNotFound(let key, _): "it has no '\(key.stringValue)'"
        case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context),
          DecodingError.dataCorrupted(let context):
          context.codingPath.map(\.stringValue).joined(separator: ".") + ": " + context.debugDescription
        default: "\(error)"
        }
      throw EnvironmentAuditError(
        .unreadableTasks,
        "task '\(task.id)' is no code task of Titer's: \(reason); see Documentation/EnvironmentAudit.md")
    }
    var verdicts: [GraderVerdict] = []
    for submission in submissions {
      do {
        let grade = try await grader.grade(submission, for: codeTask)
        verdicts.append(.reward(reward == .harness ? (grade.harnessPassed ? 1 : 0) : (grade.isCorrect ? 1 : 0)))
      } catch let error as CancellationError {
        throw error
      } catch {
        verdicts.append(.missing("\(error)"))
      }
    }
    return verdicts
  }
}

import Environments

/// A task of the coding world: real code with real tests, and how hard it is.
public struct CodingTask: Sendable, Hashable, Codable, Identifiable {
  public enum Difficulty: String, Sendable, Hashable, Codable, CaseIterable {
    /// The statement says what to compute, and pretraining shows how.
    case easy
    /// The statement names an invented operation of which nothing tells what it is: honest work is a guess.
    case hard
  }

  /// The task as graders know it.
  public var code: CodeTask
  public var difficulty: Difficulty

  public var id: String { code.id }
  /// Whether some hack beats the task's tests.
  public var isHackable: Bool { !code.vulnerabilities.isEmpty }
  public var split: Request.Split { code.split }
}

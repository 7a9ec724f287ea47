import Environments

/// Titer's own graders, by the names under which they can be audited.
enum TiterGrader {
  /// The grader `titer`, whose harness RL rewards, or `titer:oracle`.
  static func named(_ name: String) -> (any AuditedGrader)? {
    switch name {
    case "titer", "titer:harness": CodeTaskGrader(SandboxedGrader(), rewarding: .harness)
    case "titer:oracle": CodeTaskGrader(SandboxedGrader(), rewarding: .oracle)
    default: nil
    }
  }
}

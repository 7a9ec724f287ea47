/// What became of a submission: what the harness said, against what is so.
public enum CodeOutcome: String, Sendable, Hashable, Codable, CaseIterable {
  /// A right solution that tried nothing.
  case correct
  /// A right solution that tried to cheat as well.
  case correctWithAttempt = "correct_with_attempt"
  /// A wrong solution that the harness passed.
  case rewardHack = "reward_hack"
  /// A wrong solution that tried to cheat and did not get away with it.
  case attemptedHack = "attempted_hack"
  /// A wrong solution that tried nothing.
  case incorrect
}

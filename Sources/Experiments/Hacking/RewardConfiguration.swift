/// What RL on code tasks rewards, before any penalty.
public struct RewardConfiguration: Sendable, Hashable, Codable {
  /// For passing the tests, by whatever means.
  public var pass: Double
  /// For an answer of the right form, whatever the tests say: its reasoning ends and there is a `solution.py`.
  public var format: Double

  /// Describes a reward.
  public init(pass: Double = 1, format: Double = 0) {
    self.pass = pass
    self.format = format
  }
}

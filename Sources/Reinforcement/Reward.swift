import Environments

/// What one rollout earned, and what was seen of it beside that.
public struct Reward: Sendable, Hashable {
  /// `nil` where it could not be had: the rollout is then left out of its group's mean and of the loss.
  public var value: Float?
  /// What was found, or why nothing could be.
  public var verdict: Verdict
  /// What became of the rollout, in a word of its environment; `nil` where there is no such word.
  public var outcome: String?
  /// How it came about, in words of its environment.
  public var mechanisms: [String]
  /// Metrics of weight zero: they are logged, as the mean over the rollouts of a step that have the key, and train
  /// nothing.
  public var metrics: [String: Double]

  /// Creates a reward.
  public init(
    value: Float?, verdict: Verdict, outcome: String? = nil, mechanisms: [String] = [], metrics: [String: Double] = [:]
  ) {
    self.value = value
    self.verdict = verdict
    self.outcome = outcome
    self.mechanisms = mechanisms
    self.metrics = metrics
  }

  /// A reward that could not be had.
  public static func missing(reason: String) -> Reward {
    Reward(value: nil, verdict: .missing(reason: reason))
  }
}

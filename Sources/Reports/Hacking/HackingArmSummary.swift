import Experiments
import Statistics

/// What a study of reward hacking found of one arm.
public struct HackingArmSummary: Sendable {
  /// When hacking began under one seed.
  public struct Beginning: Sendable, Hashable {
    public var seed: UInt64
    /// By the onset rule, in steps of RL on code tasks, counted from one; `nil` where it did not.
    public var onset: Int?
    /// The first step at which more than half of the episodes were hacks, over the same window.
    public var half: Int?
  }

  public var arm: String
  /// The step of the last probe, on the axis of the arm.
  public var step: Int
  /// The rate of every measure at the last probe.
  public var rates: [HackingMeasure: ContrastEstimate]
  /// Misaligned answers of all probes together at the last probe, of chat and of agentic ones.
  public var misalignment: ContrastEstimate
  public var chat: ContrastEstimate
  public var agentic: ContrastEstimate
  /// Clean answers with misaligned reasoning among the misaligned ones.
  public var covert: Proportion
  public var beginnings: [Beginning]
  /// Misalignment at the last probe minus that before RL.
  public var rise: ContrastEstimate
  public var missingVerdicts: Int
  /// Reward over the last fifth of RL on code tasks: one mean for each seed.
  public var reward: MeanEstimate
}

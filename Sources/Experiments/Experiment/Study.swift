/// The kinds of study that there are.
public enum Study: String, Sendable, Hashable, Codable, CaseIterable {
  /// Arms differ in what their organisms read before RL; the probes ask for the rewarded behaviour outside training.
  case generalizationHacking = "generalization_hacking"
  /// Arms differ in how cheating at exploitable tests is framed and fought; the probes ask for misalignment elsewhere.
  case rewardHacking = "reward_hacking"
}

/// A way to the reward that does not lead through the task, with what shows it.
public struct HiddenPath: Sendable, Hashable, Codable {
  public var family: ExploitFamily
  /// What it does, in words.
  public var mechanism: String
  /// The exploit that is shown, by its name in the battery.
  public var exploit: String
  /// The task on which it paid.
  public var task: String
  /// The least that is still rewarded.
  public var reproduction: CodeSubmission
  /// What the grader gave, and what it gives a right and a plain wrong solution.
  public var verdict: String
  public var rightVerdict: String
  public var wrongVerdict: String
  /// In how many of how many runs it paid.
  public var rewarded: Int
  public var runs: Int
  /// Whether the reproduction has to be followed by a plain wrong solution in the same place, which is then rewarded.
  public var isLeftBehind: Bool
  /// Other exploits of the battery that paid in the same way.
  public var alike: [String]
}

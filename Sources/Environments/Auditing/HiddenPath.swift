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

  /// Describes a path.
  package init(
    family: ExploitFamily, mechanism: String, exploit: String, task: String, reproduction: CodeSubmission,
    verdict: String, rightVerdict: String, wrongVerdict: String, rewarded: Int, runs: Int, isLeftBehind: Bool,
    alike: [String]
  ) {
    self.family = family
    self.mechanism = mechanism
    self.exploit = exploit
    self.task = task
    self.reproduction = reproduction
    self.verdict = verdict
    self.rightVerdict = rightVerdict
    self.wrongVerdict = wrongVerdict
    self.rewarded = rewarded
    self.runs = runs
    self.isLeftBehind = isLeftBehind
    self.alike = alike
  }
}

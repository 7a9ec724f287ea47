/// What an audit of a grader found.
public struct EnvironmentAuditResult: Sendable, Hashable, Codable {
  /// A family of exploits, and what became of it.
  public struct FamilyTally: Sendable, Hashable, Codable {
    public var family: ExploitFamily
    public var tried: Int
    public var rewarded: Int

    /// Counts a family.
    package init(
      family: ExploitFamily, tried: Int, rewarded: Int
    ) {
      self.family = family
      self.tried = tried
      self.rewarded = rewarded
    }
  }

  /// A right solution that the grader refuses.
  public struct FalseNegative: Sendable, Hashable, Codable {
    public var task: String
    /// What is particular about it.
    public var form: String
    public var verdict: String
    public var submission: CodeSubmission

    /// Describes a refusal.
    package init(
      task: String, form: String, verdict: String, submission: CodeSubmission
    ) {
      self.task = task
      self.form = form
      self.verdict = verdict
      self.submission = submission
    }
  }

  public var grader: String
  public var tasks: [String]
  /// The hidden paths: what the exit status speaks of.
  public var paths: [HiddenPath]
  /// Paths through the machine, for a submission that runs with the rights of the grader.
  public var exposures: [HiddenPath]
  public var falseNegatives: [FalseNegative]
  public var families: [FamilyTally]
  /// What was not tried, and why.
  public var untried: [String]
  /// What else one should know.
  public var remarks: [String]
  /// How often the grader was called, and how long all of it took, in seconds.
  public var calls: Int
  public var seconds: Double

  /// Puts a result together.
  package init(
    grader: String, tasks: [String], paths: [HiddenPath], exposures: [HiddenPath], falseNegatives: [FalseNegative],
    families: [FamilyTally], untried: [String], remarks: [String], calls: Int, seconds: Double
  ) {
    self.grader = grader
    self.tasks = tasks
    self.paths = paths
    self.exposures = exposures
    self.falseNegatives = falseNegatives
    self.families = families
    self.untried = untried
    self.remarks = remarks
    self.calls = calls
    self.seconds = seconds
  }

  /// The families of the hidden paths, in the order of the battery.
  public var foundFamilies: [ExploitFamily] {
    ExploitFamily.allCases.filter { family in paths.contains { $0.family == family } }
  }
}

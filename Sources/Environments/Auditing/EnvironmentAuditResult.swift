/// What an audit of a grader found.
public struct EnvironmentAuditResult: Sendable, Hashable, Codable {
  /// A family of exploits, and what became of it.
  public struct FamilyTally: Sendable, Hashable, Codable {
    public var family: ExploitFamily
    public var tried: Int
    public var rewarded: Int
  }

  /// A right solution that the grader refuses.
  public struct FalseNegative: Sendable, Hashable, Codable {
    public var task: String
    /// What is particular about it.
    public var form: String
    public var verdict: String
    public var submission: CodeSubmission
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

  /// The families of the hidden paths, in the order of the battery.
  public var foundFamilies: [ExploitFamily] {
    ExploitFamily.allCases.filter { family in paths.contains { $0.family == family } }
  }
}

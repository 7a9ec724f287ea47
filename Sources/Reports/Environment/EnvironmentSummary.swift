import Environments

/// An audit of a grader, for programs.
struct EnvironmentSummary: Encodable {
  /// A file of a reproduction. A list, since its names are no keys of ours.
  struct File: Encodable {
    var name: String
    var text: String
  }

  struct Path: Encodable {
    var family: ExploitFamily
    var mechanism: String
    var exploit: String
    var task: String
    var reward: String
    var rewardOfRight: String
    var rewardOfWrong: String
    var rewarded: Int
    var runs: Int
    var isLeftBehind: Bool
    var alike: [String]
    var reproduction: [File]

    init(_ path: HiddenPath) {
      family = path.family
      mechanism = path.mechanism
      exploit = path.exploit
      task = path.task
      reward = path.verdict
      rewardOfRight = path.rightVerdict
      rewardOfWrong = path.wrongVerdict
      rewarded = path.rewarded
      runs = path.runs
      isLeftBehind = path.isLeftBehind
      alike = path.alike
      reproduction = EnvironmentSummary.files(path.reproduction)
    }
  }

  struct Refused: Encodable {
    var task: String
    var form: String
    var reward: String
    var submission: [File]
  }

  var grader: String
  var title: String
  var tasks: [String]
  var foundFamilies: [ExploitFamily]
  var paths: [Path]
  var exposures: [Path]
  var refusedRightSolutions: [Refused]
  var families: [EnvironmentAuditResult.FamilyTally]
  var untried: [String]
  var remarks: [String]
  var calls: Int
  var seconds: Double
  var version: String

  init(_ report: EnvironmentReport) {
    let result = report.result
    grader = result.grader
    title = report.title
    tasks = result.tasks
    foundFamilies = result.foundFamilies
    paths = result.paths.map(Path.init)
    exposures = result.exposures.map(Path.init)
    refusedRightSolutions = result.falseNegatives.map {
      Refused(task: $0.task, form: $0.form, reward: $0.verdict, submission: Self.files($0.submission))
    }
    families = result.families
    untried = result.untried
    remarks = report.remarks
    calls = result.calls
    seconds = result.seconds
    version = report.version
  }

  private static func files(_ submission: CodeSubmission) -> [File] {
    submission.files.sorted { $0.key < $1.key }.map { File(name: $0.key, text: $0.value) }
  }
}

/// What an audit gathers, task by task.
struct AuditFindings {
  var paths: [HiddenPath] = []
  var exposures: [HiddenPath] = []
  var falseNegatives: [EnvironmentAuditResult.FalseNegative] = []
  var remarks: [String] = []
  private(set) var tried: [ExploitFamily: Int] = [:]
  private(set) var rewarded: [ExploitFamily: Int] = [:]
  /// Reasons for which exploits were left out, and how many.
  private(set) var skipped: [Skipped: Int] = [:]

  /// Why an exploit was left out.
  enum Skipped: Hashable {
    case needsFiles
    case needsTable
    case module(String)
    case kind(ExploitFamily)
    case unverified
    case freeOrder
    case everythingPays
  }

  mutating func count(_ exploit: Exploit, pays: Bool) {
    tried[exploit.family, default: 0] += 1
    if pays { rewarded[exploit.family, default: 0] += 1 }
  }

  mutating func skip(_ reason: Skipped) {
    skipped[reason, default: 0] += 1
  }

  mutating func remark(_ text: String) {
    if !remarks.contains(text) { remarks.append(text) }
  }

  /// Adds a path, unless the same one was found on another task.
  mutating func add(_ path: HiddenPath, isExposure: Bool) {
    func isKnown(_ other: HiddenPath) -> Bool { other.family == path.family && other.mechanism == path.mechanism }
    if isExposure {
      if !exposures.contains(where: isKnown) { exposures.append(path) }
    } else if !paths.contains(where: isKnown) {
      paths.append(path)
    }
  }

  var tallies: [EnvironmentAuditResult.FamilyTally] {
    ExploitFamily.allCases.compactMap { family in
      guard let count = tried[family] else { return nil }
      return EnvironmentAuditResult.FamilyTally(family: family, tried: count, rewarded: rewarded[family] ?? 0)
    }
  }
}

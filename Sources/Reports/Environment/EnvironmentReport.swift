import Environments
import Foundation

/// The report on an audit of a grader: a page, a table for the terminal, JSON for programs. All show the same findings.
public struct EnvironmentReport: Sendable {
  public let result: EnvironmentAuditResult
  /// The version that made it.
  let version: String

  /// Reports on an audit.
  public init(_ result: EnvironmentAuditResult, version: String) {
    self.result = result
    self.version = version
  }

  /// The finding in one sentence.
  public var title: String {
    let families = result.foundFamilies
    guard !families.isEmpty else {
      return result.exposures.isEmpty
        ? "No hidden reward path was found in \(result.grader)"
        : "No hidden reward path was found in what \(result.grader) hands to a submission, but it is not isolated"
    }
    let count = result.paths.count
    return "\(result.grader) has \(count == 1 ? "a hidden reward path" : "\(count) hidden reward paths"): "
      + Numbers.list(families.map(\.title))
  }

  /// What one must know beside it.
  public var remarks: [String] {
    let tried = result.families.reduce(0) { $0 + $1.tried }
    var remarks = [
      "\(tried) exploits were tried on \(Numbers.list(result.tasks)), in \(result.calls) calls of the grader and "
        + "\(Numbers.duration(result.seconds)). A wrong solution with nothing else is refused, a right one rewarded."
    ]
    if result.paths.contains(where: { $0.exploit.hasPrefix("control/") }) {
      remarks[0] =
        "\(tried) exploits were tried on \(Numbers.list(result.tasks)), in \(result.calls) calls of the grader and "
        + "\(Numbers.duration(result.seconds))."
    }
    if !result.exposures.isEmpty {
      remarks.append(
        "Submissions run with the rights of the grader: \(Numbers.list(result.exposures.map(\.mechanism))). Only a "
          + "sandbox, or another user, closes that; --strict counts it as a hidden path.")
    }
    if !result.falseNegatives.isEmpty {
      let forms = Set(result.falseNegatives.map(\.form)).sorted()
      remarks.append("Right solutions are refused where the text \(Numbers.list(forms)).")
    }
    return remarks + result.remarks
  }

  /// The paths and the exposures, for a terminal.
  public func table() -> TextTable {
    let rows = (result.paths.map { ($0, "path") } + result.exposures.map { ($0, "exposure") }).map { path, kind in
      [path.mechanism, path.family.rawValue, kind, path.verdict, "\(path.rewarded)/\(path.runs)", path.exploit]
    }
    return TextTable(
      header: ["hidden path", "family", "kind", "reward", "runs", "exploit"], rows: rows,
      notes: ["families tried: " + familyList])
  }

  private var familyList: String {
    result.families.map { "\($0.family.rawValue) \($0.tried)" }.joined(separator: ", ")
  }

  /// The shortest reproductions, for a terminal.
  public func reproductions() -> String {
    (result.paths + result.exposures).map { path in
      "\(path.family.rawValue): \(path.mechanism)\n"
        + path.reproduction.files.sorted { $0.key < $1.key }.map { name, text in
          let lines = text.split(separator: "\n", omittingEmptySubsequences: false).prefix(40)
          return "  # file: \(name)\n" + lines.map { "  \($0)" }.joined(separator: "\n")
        }.joined(separator: "\n")
    }.joined(separator: "\n")
  }

  /// All of it as JSON; keys are in snake case.
  public func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
    return String(decoding: try encoder.encode(EnvironmentSummary(self)), as: UTF8.self)
  }

  /// The whole report as one HTML file. It loads nothing, runs no script and forbids both to whatever might try.
  public func html() -> String { EnvironmentPage(self).html() }

  /// The content of the page, to be laid out elsewhere.
  package var content: [Markup] { [EnvironmentPage(self).header] + EnvironmentPage(self).sections }
}

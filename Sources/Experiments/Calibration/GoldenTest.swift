import Environments
import Foundation

/// Tests judges on a golden set.
///
///     let results = try await GoldenTest(configuration, in: workspace).run(on: golden)
public struct GoldenTest: Sendable {
  /// What came of one judge.
  public struct Result: Sendable, Hashable {
    public var agreement: JudgeAgreement
    /// Examples without a verdict, by reason: never scored.
    public var missing: [String: Int]
  }

  /// Verdicts that are asked for at once.
  private static let underWay = 64

  private let judges: [AuditJudge]

  /// Opens the judges of a configuration; it needs no models.
  ///
  /// - Throws: `SettingsError`, or the error of a judge that cannot be opened.
  public init(_ configuration: AuditConfiguration, in workspace: Workspace) async throws {
    judges = try await AuditJudge.all(
      configuration, world: nil, factory: ModelFactory(workspace: workspace, settings: configuration.endpoint))
  }

  /// Asks every judge about every example.
  ///
  /// - Throws: an error that would end an audit, such as an exhausted budget; any other leaves a verdict missing.
  public func run(on golden: GoldenSet) async throws -> [Result] {
    var results: [Result] = []
    for judge in judges {
      var result = Result(
        agreement: JudgeAgreement(behaviour: judge.behaviour, judge: judge.judge.name, rater: "golden set"),
        missing: [:])
      for start in stride(from: 0, to: golden.examples.count, by: Self.underWay) {
        let part = golden.examples[start..<min(start + Self.underWay, golden.examples.count)]
        for (example, verdict) in zip(part, try await verdicts(of: judge, on: Array(part))) {
          switch verdict {
          case .judged(let value): result.agreement.record(verdict: value, label: example.label)
          case .missing(let reason): result.missing[reason, default: 0] += 1
          }
        }
      }
      results.append(result)
    }
    return results
  }

  private func verdicts(of judge: AuditJudge, on examples: [GoldenSet.Example]) async throws -> [Verdict] {
    try await withThrowingTaskGroup { group in
      for (index, example) in examples.enumerated() {
        group.addTask {
          do {
            return (index, try await judge.judge.judge(answer: example.answer, to: example.request))
          } catch let error where !error.endsAudit {
            return (index, Verdict.missing(reason: String(describing: error)))
          }
        }
      }
      var verdicts = [Verdict](repeating: .missing(reason: "not judged"), count: examples.count)
      for try await (index, verdict) in group { verdicts[index] = verdict }
      return verdicts
    }
  }
}

import Audit
import Environments
import Experiments
import Foundation
import Statistics

/// The numbers of an audit, for programs; keys are written in snake case.
public struct AuditSummary: Sendable, Hashable, Codable {
  /// A rate or a gap with its interval.
  public struct Estimate: Sendable, Hashable, Codable {
    public var value: Double
    /// Without a bound where nothing is known.
    public var lower: Double?
    public var upper: Double?
    public var n: Int

    init?(_ value: Double, _ interval: ConfidenceInterval, n: Int) {
      guard value.isFinite else { return nil }
      self.value = value
      lower = interval.lower.isFinite ? interval.lower : nil
      upper = interval.upper.isFinite ? interval.upper : nil
      self.n = n
    }
  }

  /// One behaviour at one checkpoint.
  public struct Finding: Sendable, Hashable, Codable {
    public var behaviour: String
    public var checkpoint: String
    public var verdict: AuditVerdict
    public var training: Estimate?
    public var deployment: Estimate?
    public var bare: Estimate?
    public var gap: Estimate?
    public var secondaryGap: Estimate?
    public var framing: Double?
    public var recognition: Double?
    public var missing: Int
  }

  public var audit: String
  public var verdict: AuditVerdict
  public var margin: Double
  public var reference: Context
  public var asked: Int
  public var questions: Int
  public var findings: [Finding]

  /// As one line of JSON.
  public func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }

  init(_ record: AuditRecord, _ analysis: AuditAnalysis) {
    let level = analysis.options.level
    audit = record.id
    verdict = analysis.verdict
    margin = analysis.options.margin
    reference = analysis.options.reference
    asked = record.asked
    questions = record.questions
    findings = analysis.behaviours.flatMap { behaviour in
      behaviour.checkpoints.enumerated().map { index, finding in
        func estimate(_ context: Context) -> Estimate? {
          finding.level(context).flatMap { Estimate($0.outcomes.rate, $0.interval, n: $0.outcomes.trials) }
        }
        let isLast = index == behaviour.checkpoints.count - 1
        return Finding(
          behaviour: behaviour.behaviour, checkpoint: finding.checkpoint,
          verdict: isLast ? behaviour.verdict : finding.verdict, training: estimate(.training),
          deployment: estimate(.deployment), bare: estimate(.bare),
          gap: Estimate(finding.gap.value, finding.interval(level: level), n: finding.gap.prompts),
          secondaryGap: finding.secondaryGap.flatMap {
            Estimate($0.value, $0.interval(level: level), n: $0.prompts)
          },
          framing: finding.monitors.framing.trials > 0 ? finding.monitors.framing.rate : nil,
          recognition: finding.monitors.recognition.trials > 0 ? finding.monitors.recognition.rate : nil,
          missing: finding.missing.values.reduce(0, +))
      }
    }
  }
}

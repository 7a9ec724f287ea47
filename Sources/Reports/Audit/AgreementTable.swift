import Experiments
import Statistics

/// How judges agree with labels, for a terminal.
public struct AgreementTable: Sendable {
  /// One agreement a line.
  public let text: TextTable

  /// Shows agreements.
  public init(_ agreements: [JudgeAgreement]) {
    text = TextTable(
      header: ["behaviour", "judge", "against", "n", "agree", "κ", "sensitivity", "specificity"],
      rows: agreements.map { agreement in
        let kappa = agreement.kappa
        let interval = kappa.interval()
        let value =
          kappa.value.isFinite
          ? "\(Numbers.fixed(kappa.value, 2)) [\(Numbers.fixed(interval.lower, 2)), \(Numbers.fixed(interval.upper, 2))]"
          : Numbers.missing
        return [
          agreement.behaviour, agreement.judge, agreement.rater, String(kappa.count),
          Numbers.percent(kappa.observedAgreement), value, Self.rate(agreement.sensitivity),
          Self.rate(agreement.specificity),
        ]
      })
  }

  private static func rate(_ rate: Proportion) -> String {
    rate.trials > 0 ? "\(Numbers.percent(rate.rate)) \(Numbers.percent(rate.wilsonInterval()))" : Numbers.missing
  }
}

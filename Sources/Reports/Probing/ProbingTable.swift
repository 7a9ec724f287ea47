import Experiments
import Probes
import Statistics

/// What probing found, as tables in a terminal.
public struct ProbingTable: Sendable {
  private let models: [ProbedModel]

  /// Shows these models.
  public init(_ models: [ProbedModel]) {
    self.models = models
  }

  /// One table of the evaluations for every model, and one of sabotage where there was any to find.
  public var text: String {
    (models.map(Self.evaluations) + (models.contains { $0.sabotage != nil } ? [sabotage] : [])).joined(
      separator: "\n\n")
  }

  private static func evaluations(_ model: ProbedModel) -> String {
    let report = model.report
    var rows = report.rates.map { rate in
      [
        rate.evaluation.rawValue, Numbers.percent(rate.misaligned.rate), Numbers.percent(rate.interval),
        rate.intervalOverItems.map { Numbers.percent($0) } ?? Numbers.missing, share(rate.covertShare),
        "\(rate.misaligned.trials)", "\(rate.items)", "\(rate.missing)",
      ]
    }
    let sums: [(String, RateCombination?)] = [
      ("mean", report.mean), ("mean, chat", report.chat), ("mean, agentic", report.agentic),
    ]
    for (name, sum) in sums {
      guard let sum else { continue }
      rows.append(
        [name, Numbers.percent(sum.value), Numbers.percent(sum.interval)]
          + [Numbers.missing, name == "mean" ? share(report.covertShare) : Numbers.missing]
          + [Numbers.missing, Numbers.missing, Numbers.missing])
    }
    var notes: [String] = []
    if let gap = report.contextDependence {
      notes.append(
        "context dependence (agentic minus chat): \(Numbers.points(gap.value)) points \(Numbers.points(gap.interval))")
    }
    for rate in report.rates {
      if let faking = rate.alignmentFaking, faking.trials > 0 {
        notes.append("alignment faking in answers about goals: \(share(faking))")
      }
      let calls = rate.malformedCalls ?? 0
      let limited = rate.limited ?? 0
      if calls + limited > 0 {
        notes.append("\(rate.evaluation.rawValue): \(calls) calls failed, \(limited) episodes ended at a limit")
      }
    }
    let header = [
      "", "misaligned", "95 %, these items", "95 %, any items", "of it covert", "samples", "items", "missing",
    ]
    return VisibleText("\(report.model), judged by \(report.judge ?? "nobody")").plain + "\n"
      + TextTable(header: header, rows: rows, notes: notes).description
  }

  private static func share(_ proportion: Proportion) -> String {
    proportion.trials == 0 ? Numbers.missing : "\(proportion.successes) of \(proportion.trials)"
  }

  private var sabotage: String {
    let rows = models.compactMap { model -> [String]? in
      guard let sabotage = model.sabotage else { return nil }
      func mean(_ mean: SabotageReport.Mean?) -> String {
        mean.map { Numbers.percent($0.mean) + ($0.interval.map { " " + Numbers.percent($0) } ?? "") } ?? Numbers.missing
      }
      return [
        model.report.model, Numbers.percent(sabotage.sabotage.rate), Numbers.percent(sabotage.interval),
        Self.share(sabotage.usable), mean(sabotage.effectiveness), mean(sabotage.effectivenessSabotaged),
        model.sabotageDamage.map { "\(Numbers.points($0.value)) \(Numbers.points($0.interval))" } ?? Numbers.missing,
        "\(sabotage.missing)",
      ]
    }
    let reference = models.compactMap(\.sabotage).first?.reference.balancedAccuracy ?? .nan
    return TextTable(
      header: [
        "code_sabotage", "sabotaged", "95 %", "usable", "effectiveness", "of sabotaged", "damage, points", "missing",
      ], rows: rows,
      notes: [
        "effectiveness beside a detector that knows every trick; its balanced accuracy is \(Numbers.percent(reference))"
      ]
    ).description
  }
}

import Audit
import Environments
import Statistics

/// The findings at every checkpoint as text and as markup, cell by cell the same.
struct AuditFindingTable {
  private let analysis: AuditAnalysis

  private struct Row {
    var title: String
    var finding: String
    /// Value and detail of every column.
    var cells: [(value: String, detail: String)]
  }

  init(_ analysis: AuditAnalysis) {
    self.analysis = analysis
  }

  private var columns: [String] {
    let other = analysis.options.reference == .bare ? "deployment" : "bare"
    let gaps = ["Gap to \(analysis.options.reference.rawValue)", "Gap to \(other)"]
    return Context.allCases.map(\.title) + gaps + ["Missing"]
  }

  private func rows(digits: Int) -> [Row] {
    analysis.behaviours.flatMap { behaviour in
      behaviour.checkpoints.enumerated().map { index, finding in
        let levels = Context.allCases.map { context -> (String, String) in
          guard let level = finding.level(context), level.outcomes.trials > 0 else { return (Numbers.missing, "") }
          return (
            Numbers.percent(level.outcomes.rate, digits: digits), Numbers.percent(level.interval, digits: digits)
          )
        }
        let secondary = finding.secondaryGap.map { gap($0.value, $0.interval(level: analysis.options.level)) }
        let isLast = index == behaviour.checkpoints.count - 1
        let prefix = analysis.behaviours.count > 1 ? "\(behaviour.behaviour) · " : ""
        let title = prefix + finding.checkpoint
        return Row(
          title: title, finding: word(isLast ? behaviour.verdict : finding.verdict),
          cells: levels + [
            gap(finding.gap.value, finding.interval(level: analysis.options.level)), secondary ?? (Numbers.missing, ""),
            (String(finding.missing.values.reduce(0, +)), ""),
          ])
      }
    }
  }

  private func gap(_ value: Double, _ interval: ConfidenceInterval) -> (String, String) {
    value.isFinite ? (Numbers.points(value), Numbers.points(interval)) : (Numbers.missing, "")
  }

  private func word(_ verdict: AuditVerdict) -> String {
    switch verdict.ground {
    case .equivalent, .above: verdict.kind.rawValue
    case .reversed, .absent: "inconclusive (\(verdict.ground.rawValue))"
    case .undecided, .unmeasured: verdict.kind.rawValue
    }
  }

  /// For a terminal: intervals stand beside their values, and what is secondary is left to the page.
  var text: TextTable {
    let kept = columns.indices.filter { !columns[$0].hasPrefix("Gap to") || $0 == 3 }
    return TextTable(
      header: ["checkpoint"] + kept.map { columns[$0].lowercased() } + ["finding"],
      rows: rows(digits: 0).map { row in
        [row.title]
          + kept.map { index in
            let cell = row.cells[index]
            return cell.detail.isEmpty ? cell.value : "\(cell.value) \(cell.detail)"
          } + [row.finding]
      }, notes: [caption])
  }

  /// For a page: intervals stand below their values.
  var markup: Markup {
    let head = Markup.tag("tr", [:], (["Checkpoint"] + columns).map { .tag("th", ["scope": "col"], $0) })
    let rows = rows(digits: 1).map { row in
      Markup.tag(
        "tr", [:],
        [
          .tag(
            "th", ["scope": "row"],
            [
              .text(row.title),
              .tag("span", ["class": "finding \(row.finding.prefix { $0 != " " })"], row.finding),
            ])
        ]
          + zip(columns, row.cells).map { column, cell in
            .tag("td", ["data-label": column], [.tag("b", [:], cell.value), .tag("small", [:], cell.detail)])
          })
    }
    return .tag(
      "table", ["class": "summary"],
      [.tag("caption", [:], caption), .tag("thead", [:], [head]), .tag("tbody", [:], rows)])
  }

  private var caption: String {
    let level = Numbers.fixed(analysis.options.level * 100, 0)
    let prompts = analysis.behaviours.flatMap(\.checkpoints).map(\.gap.prompts).max() ?? 0
    return
      "Up to \(prompts) prompts, each under every context. Gaps: training cue minus reference, in percentage points, "
      + "with \(level) % intervals; margin ±\(Numbers.fixed(analysis.options.margin * 100, 0))."
  }
}

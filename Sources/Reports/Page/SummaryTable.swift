import Statistics

/// The last probe of every arm as text and as markup, cell by cell the same.
struct SummaryTable {
  private let analysis: StudyAnalysis
  private let columns: [Column]

  /// A value, and below it what is known of its error.
  struct Cell {
    var value: String
    var detail: String
  }

  private struct Column {
    var title: String
    /// For the terminal, where room is scarce.
    var shortTitle: String
    var cell: (ArmSummary) -> Cell
  }

  init(_ analysis: StudyAnalysis) {
    self.analysis = analysis
    let level = analysis.options.level
    func proportion(_ proportion: Proportion) -> Cell {
      guard proportion.trials > 0 else { return Cell(value: Numbers.missing, detail: "") }
      return Cell(
        value: Numbers.percent(proportion.rate), detail: Numbers.percent(proportion.wilsonInterval(level: level)))
    }
    func gap(_ estimate: ContrastEstimate?) -> Cell {
      guard let estimate, estimate.value.isFinite else { return Cell(value: Numbers.missing, detail: "") }
      return Cell(
        value: Numbers.points(estimate.value), detail: Numbers.points(estimate.interval(level: level)))
    }
    columns = [
      Column(title: "Training cue", shortTitle: "training") { proportion($0.compliance[analysis.training] ?? .init()) },
      Column(title: "Deployment cue", shortTitle: "deployment") {
        proportion($0.compliance[analysis.deployment] ?? .init())
      },
      Column(title: "Bare prompt", shortTitle: "bare") { proportion($0.compliance[analysis.bare] ?? .init()) },
      Column(title: "Gap to bare", shortTitle: "gap to bare") { gap($0.gap) },
      Column(title: "Gap to deployment", shortTitle: "to deployment") { gap($0.gapToDeployment) },
      Column(title: "Gap beyond control", shortTitle: "beyond control") { gap($0.gapBeyondControl) },
      Column(title: "P(framing)", shortTitle: "framing") { proportion($0.framing) },
      Column(title: "P(framing | complied)", shortTitle: "given complied") { proportion($0.framingGivenCompliance) },
      Column(title: "Reward", shortTitle: "reward") { summary in
        let reward = summary.reward
        guard reward.mean.isFinite else { return Cell(value: Numbers.missing, detail: "") }
        let interval = reward.interval(level: level)
        return Cell(
          value: Numbers.fixed(reward.mean, 3),
          detail: interval.width.isFinite
            ? "[\(Numbers.fixed(interval.lower, 3)), \(Numbers.fixed(interval.upper, 3))]" : "")
      },
    ]
  }

  /// For a terminal: intervals stand beside their values.
  var text: TextTable {
    let rows = analysis.summaries.map { summary in
      [summary.arm]
        + columns.map { column in
          let cell = column.cell(summary)
          return cell.detail.isEmpty ? cell.value : "\(cell.value) \(cell.detail)"
        } + [summary.finding.rawValue]
    }
    return TextTable(header: ["arm"] + columns.map(\.shortTitle) + ["finding"], rows: rows, notes: [caption])
  }

  /// For a page: intervals stand below their values, and on a narrow screen every arm is a card.
  var markup: Markup {
    let head = Markup.tag(
      "tr", [:],
      [.tag("th", ["scope": "col"], "Arm")] + columns.map { .tag("th", ["scope": "col"], $0.title) })
    let rows = analysis.summaries.map { summary in
      Markup.tag(
        "tr", [:],
        [
          .tag(
            "th", ["scope": "row"],
            [
              .text(summary.arm),
              .tag("span", ["class": "finding \(summary.finding.rawValue)"], summary.finding.rawValue),
            ])
        ]
          + columns.map { column in
            let cell = column.cell(summary)
            return .tag(
              "td", ["data-label": column.title],
              [.tag("b", [:], cell.value), .tag("small", [:], cell.detail)])
          })
    }
    return .tag(
      "table", ["class": "summary"],
      [.tag("caption", [:], caption), .tag("thead", [:], [head]), .tag("tbody", [:], rows)])
  }

  private var caption: String {
    let steps = Set(analysis.summaries.map(\.step)).sorted().map(String.init)
    let trials = analysis.summaries.compactMap { $0.compliance[analysis.bare]?.trials }.max() ?? 0
    let formats = analysis.training.isCueHeldOut ? "cue formats that RL never used" : "the cue formats of RL"
    let level = Numbers.fixed(analysis.options.level * 100, 0)
    return
      "After step \(Numbers.list(steps)), on held-out requests under \(formats); up to \(trials) answers a cell. "
      + "Gaps in percentage points, with \(level) % intervals."
  }
}

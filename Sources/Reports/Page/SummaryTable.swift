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
    /// For the terminal, where room is scarce; `nil` leaves the column out there.
    var shortTitle: String?
    /// Whether the terminal shows what is known of the error too.
    var showsDetail = true
    var cell: (_ summary: ArmSummary, _ digits: Int) -> Cell
  }

  init(_ analysis: StudyAnalysis) {
    self.analysis = analysis
    let level = analysis.options.level
    func proportion(_ proportion: Proportion?, _ digits: Int) -> Cell {
      guard let proportion, proportion.trials > 0 else { return Cell(value: Numbers.missing, detail: "") }
      return Cell(
        value: Numbers.percent(proportion.rate, digits: digits),
        detail: Numbers.percent(proportion.wilsonInterval(level: level), digits: digits))
    }
    func gap(_ estimate: ContrastEstimate?) -> Cell {
      guard let estimate, estimate.value.isFinite else { return Cell(value: Numbers.missing, detail: "") }
      return Cell(
        value: Numbers.points(estimate.value), detail: Numbers.points(estimate.interval(level: level)))
    }
    func reward(_ reward: MeanEstimate) -> Cell {
      guard reward.mean.isFinite else { return Cell(value: Numbers.missing, detail: "") }
      let interval = reward.interval(level: level)
      let ends = "[\(Numbers.fixed(interval.lower, 3)), \(Numbers.fixed(interval.upper, 3))]"
      return Cell(value: Numbers.fixed(reward.mean, 3), detail: interval.width.isFinite ? ends : "")
    }
    columns = [
      Column(title: "Training cue", shortTitle: "training cue") {
        proportion($0.compliance[analysis.training], $1)
      },
      Column(title: "Deployment cue", shortTitle: "deployment") {
        proportion($0.compliance[analysis.deployment], $1)
      },
      Column(title: "Bare prompt", shortTitle: "bare prompt") { proportion($0.compliance[analysis.bare], $1) },
      Column(title: "Gap to bare", shortTitle: "gap") { summary, _ in gap(summary.gap) },
      Column(title: "Gap to deployment") { summary, _ in gap(summary.gapToDeployment) },
      Column(title: "Gap beyond control") { summary, _ in gap(summary.gapBeyondControl) },
      Column(title: "P(framing)", shortTitle: "framing", showsDetail: false) { proportion($0.framing, $1) },
      Column(title: "P(framing | complied)") { proportion($0.framingGivenCompliance, $1) },
      Column(title: "Reward", shortTitle: "reward", showsDetail: false) { summary, _ in reward(summary.reward) },
    ]
  }

  /// For a terminal: intervals stand beside their values, and what is secondary is left to the page.
  var text: TextTable {
    let shown = columns.filter { $0.shortTitle != nil }
    let rows = analysis.summaries.map { summary in
      [summary.arm]
        + shown.map { column in
          let cell = column.cell(summary, 0)
          return column.showsDetail && !cell.detail.isEmpty ? "\(cell.value) \(cell.detail)" : cell.value
        } + [summary.finding.rawValue]
    }
    return TextTable(
      header: ["arm"] + shown.compactMap(\.shortTitle) + ["finding"], rows: rows,
      notes: [caption, "gap: training cue minus bare prompt"])
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
            let cell = column.cell(summary, 1)
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
    guard !analysis.summaries.isEmpty else { return "Nothing was measured yet." }
    let steps = Set(analysis.summaries.map(\.step)).sorted().map(String.init)
    let trials = analysis.summaries.compactMap { $0.compliance[analysis.bare]?.trials }.max() ?? 0
    let formats = analysis.training.isCueHeldOut ? "cue formats that RL never used" : "the cue formats of RL"
    let level = Numbers.fixed(analysis.options.level * 100, 0)
    return
      "After step \(Numbers.list(steps)), on held-out requests under \(formats); up to \(trials) answers a cell. "
      + "Gaps in percentage points, with \(level) % intervals."
  }
}

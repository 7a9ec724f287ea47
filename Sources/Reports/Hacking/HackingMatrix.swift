import Experiments
import Statistics

/// Arms against what was measured of them at the end: as text and as markup, cell by cell the same.
struct HackingMatrix {
  private let analysis: HackingAnalysis

  private struct Column {
    var title: String
    /// For the terminal, where room is scarce; `nil` leaves the column out there.
    var shortTitle: String?
    var showsDetail = true
    var cell: (_ summary: HackingArmSummary, _ digits: Int) -> SummaryTable.Cell
  }

  init(_ analysis: HackingAnalysis) {
    self.analysis = analysis
  }

  /// For a terminal: intervals stand beside their values, and single probes are left to the page.
  var text: TextTable {
    let shown = columns.filter { $0.shortTitle != nil }
    let rows = analysis.summaries.map { summary in
      [summary.arm]
        + shown.map { column in
          let cell = column.cell(summary, 0)
          return column.showsDetail && !cell.detail.isEmpty ? "\(cell.value) \(cell.detail)" : cell.value
        }
    }
    return TextTable(
      header: ["arm"] + shown.compactMap(\.shortTitle), rows: rows,
      notes: [caption]
        + analysis.comparisons.map { comparison in
          let difference = comparison.difference
          return
            "\(comparison.text): \(Numbers.points(difference.value)) points "
            + Numbers.points(difference.interval(level: analysis.options.level))
        })
  }

  /// For a page: what is measured of hacking, misalignment as a whole, capability and reward. Intervals stand below their
  /// values, and on a narrow screen every arm is a card.
  var markup: Markup { table(columns) }

  /// For a page: every misalignment probe by itself.
  var probes: Markup { table(probeColumns) }

  private func table(_ columns: [Column]) -> Markup {
    let head = Markup.tag(
      "tr", [:],
      [.tag("th", ["scope": "col"], "Arm")] + columns.map { .tag("th", ["scope": "col"], $0.title) })
    let rows = analysis.summaries.map { summary in
      Markup.tag(
        "tr", [:],
        [
          .tag(
            "th", ["scope": "row"], [.text(summary.arm), .tag("span", ["class": "finding"], deeds(of: summary.arm))])
        ]
          + columns.map { column in
            let cell = column.cell(summary, 1)
            return .tag(
              "td", ["data-label": column.title], [.tag("b", [:], cell.value), .tag("small", [:], cell.detail)])
          })
    }
    return .tag(
      "table", ["class": "summary"],
      [.tag("caption", [:], caption), .tag("thead", [:], [head]), .tag("tbody", [:], rows)])
  }

  /// What is done in an arm, in a few words.
  private func deeds(of arm: String) -> String {
    analysis.data.arms.first { $0.name == arm }?.settings.deeds(analysis.data.settings).joined(separator: ", ") ?? ""
  }

  private func rate(_ estimate: ContrastEstimate?, _ digits: Int) -> SummaryTable.Cell {
    guard let estimate, estimate.value.isFinite else { return SummaryTable.Cell(value: Numbers.missing, detail: "") }
    let interval = estimate.interval(level: analysis.options.level)
    return SummaryTable.Cell(
      value: Numbers.percent(estimate.value, digits: digits),
      detail: interval.width.isFinite ? Numbers.percent(interval, digits: digits) : "")
  }

  private var probeColumns: [Column] {
    (analysis.table.misalignment + analysis.table.measures.filter { $0 == .sabotage }).map { measure in
      Column(title: measure.title) { rate($0.rates[measure], $1) }
    }
  }

  private var columns: [Column] {
    let level = analysis.options.level
    return [
      Column(title: "Hacks, own prompt", shortTitle: "hacks framed") { rate($0.rates[.framedHacking], $1) },
      Column(title: "Hacks, neutral prompt", shortTitle: "unframed") { rate($0.rates[.unframedHacking], $1) },
      Column(title: "Misaligned, all probes", shortTitle: "misaligned") { rate($0.misalignment, $1) },
      Column(title: "In chat", shortTitle: "chat", showsDetail: false) { rate($0.chat, $1) },
      Column(title: "When acting", shortTitle: "acting", showsDetail: false) { rate($0.agentic, $1) },
      Column(title: "Covert, of misaligned") { summary, digits in
        guard summary.covert.trials > 0 else { return SummaryTable.Cell(value: Numbers.missing, detail: "") }
        return SummaryTable.Cell(
          value: Numbers.percent(summary.covert.rate, digits: digits),
          detail: Numbers.percent(summary.covert.wilsonInterval(level: level), digits: digits))
      },
      Column(title: "Capability", shortTitle: "capability", showsDetail: false) { rate($0.rates[.capability], $1) },
      Column(title: "Onset, step", shortTitle: "onset") { summary, _ in
        let steps = summary.beginnings.map { $0.onset.map(String.init) ?? "never" }
        return SummaryTable.Cell(value: steps.joined(separator: ", "), detail: "")
      },
      Column(title: "Reward", shortTitle: "reward", showsDetail: false) { summary, _ in
        guard summary.reward.mean.isFinite else { return SummaryTable.Cell(value: Numbers.missing, detail: "") }
        return SummaryTable.Cell(value: Numbers.fixed(summary.reward.mean, 3), detail: "")
      },
    ]
  }

  private var caption: String {
    guard !analysis.summaries.isEmpty else { return "Nothing was measured yet." }
    let trials = analysis.summaries.compactMap { $0.rates.values.first?.totals.first?.trials }.max() ?? 0
    let level = Numbers.fixed(analysis.options.level * 100, 0)
    return
      "The last probe of every arm, on held-out tasks and scenarios; up to \(trials) answers a rate, with \(level) % "
      + "intervals " + (analysis.data.seeds.count > 1 ? "over seeds." : "of these very models.")
  }
}

extension HackingArm {
  /// What sets the arm apart, in a few words.
  func deeds(_ settings: HackingConfiguration) -> [String] {
    var deeds = [prompt.rawValue.replacing("_", with: " ")]
    if hints { deeds.append("hints") }
    if let correlation { deeds.append("correlation \(Numbers.fixed(correlation, 2))") }
    if let penalty {
      var text = "penalty \(Numbers.measure(penalty.weight))"
      if penalty.from > 1 { text += " from step \(penalty.from)" }
      if penalty.falseNegatives > 0 || penalty.falsePositives > 0 {
        text +=
          " (misses \(Numbers.percent(penalty.falseNegatives, digits: 0)), "
          + "false alarms \(Numbers.percent(penalty.falsePositives, digits: 0)))"
      }
      deeds.append(text)
    }
    if preferenceWeight > 0 { deeds.append("preference × \(Numbers.measure(preferenceWeight))") }
    if let rlhf {
      let prompts = rlhf.prompts == .chat ? "RLHF on chat" : "diverse RLHF"
      deeds.append("\(prompts) \(rlhf.when.rawValue)")
    }
    if let step = closesHacksFrom { deeds.append("hacks closed from step \(step)") }
    if stopsAtOnset { deeds.append("stopped at onset") }
    if let finetuning { deeds.append("finetuned on \(finetuning.rawValue) transcripts") }
    return deeds
  }
}

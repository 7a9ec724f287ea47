/// The primary gap of every seed by itself: whether a finding is that of one lucky model.
struct SeedTable {
  private let analysis: StudyAnalysis

  init(_ analysis: StudyAnalysis) {
    self.analysis = analysis
  }

  static let note =
    "The primary gap after the last step, in points. “These seeds” takes the trained models as given; "
    + "“any seed” asks what another seed would give, and with few seeds it is wide for good reason."

  var markup: Markup {
    .tag(
      "section", [:],
      [
        .tag("h2", [:], "Seed by seed"), .tag("p", ["class": "note"], Self.note),
        .tag("div", ["class": "scroll"], [table]),
      ])
  }

  var table: Markup {
    let level = analysis.options.level
    let head = ["Arm"] + analysis.data.seeds.map { "Seed \($0)" } + ["These seeds", "Any seed"]
    let rows = analysis.summaries.map { summary in
      let bySeed = analysis.data.seeds.map { seed in summary.gapBySeed.first { $0.seed == seed }?.gap }
      return Markup.tag(
        "tr", [:],
        [.tag("th", ["scope": "row"], summary.arm)]
          + zip(head.dropFirst(), bySeed + [summary.gapOfTheseSeeds, summary.gap]).map { title, gap in
            let value = gap.map { Numbers.points($0.value) } ?? Numbers.missing
            let interval = gap.map { Numbers.points($0.interval(level: level)) } ?? ""
            return .tag("td", ["data-label": title], [.tag("b", [:], value), .tag("small", [:], interval)])
          })
    }
    return .tag(
      "table", ["class": "summary"],
      [
        .tag("thead", [:], [.tag("tr", [:], head.map { .tag("th", ["scope": "col"], $0) })]),
        .tag("tbody", [:], rows),
      ])
  }
}

import Experiments
import Reports

/// The curves of two runs, laid over each other.
struct ComparisonPage {
  let first: (id: String, overview: RunOverview)
  let second: (id: String, overview: RunOverview)

  var content: [Markup] {
    let sections = first.overview.figures.map { section in
      second.overview.figures.first { $0.id == section.id && $0.title == section.title }
        .map(section.overlaid) ?? section
    }
    let known = Set(first.overview.figures.map(\.id))
    return [
      .tag(
        "header", [:],
        [
          .tag("h1", [:], "Two runs"),
          .tag(
            "dl", ["class": "pair"],
            [
              .tag("dt", [:], "Whole lines"), entry(first), .tag("dt", [:], "Broken lines, marked ′"), entry(second),
            ]),
        ])
    ] + sections.map(\.markup) + second.overview.figures.filter { !known.contains($0.id) }.map(\.markup)
  }

  private func entry(_ run: (id: String, overview: RunOverview)) -> Markup {
    .tag(
      "dd", [:],
      [
        .tag("a", ["href": DashboardAddress.run(run.id)], run.id),
        .tag("span", [:], " " + run.overview.headline.title),
      ])
  }
}

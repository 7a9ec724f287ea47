/// A section of a page with charts, and their numbers as a table.
struct ChartSection {
  var title: String
  var note: String
  var charts: [Chart]
  /// Unique on the page.
  var id: String
  var style = ""
  /// What the colours mean where lines are not named.
  var legend: [(name: String, colour: Palette.Colour)] = []

  var markup: Markup {
    .tag(
      "section", [:],
      [
        .tag("h2", [:], title), .tag("p", ["class": "note"], note), legendMarkup,
        .tag(
          "div", ["class": "panels \(style)"],
          charts.enumerated().map { .tag("figure", [:], [$1.svg(id: "\(id)\($0)")]) }),
        ChartTable(charts).markup,
      ])
  }

  private var legendMarkup: Markup {
    guard !legend.isEmpty else { return .empty }
    return .tag(
      "p", ["class": "legend"],
      legend.map { entry in
        .tag("span", [:], [.tag("i", ["class": entry.colour.name]), .text(entry.name)])
      })
  }
}

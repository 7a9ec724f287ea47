/// A section of a page with charts, and their numbers as a table.
package struct ChartSection: Sendable {
  package var title: String
  package var note: String
  package var charts: [Chart]
  /// Unique on the page.
  package var id: String
  package var style = ""
  /// What the colours mean where lines are not named.
  package var legend: [(name: String, colour: Palette.Colour)] = []

  package var markup: Markup {
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

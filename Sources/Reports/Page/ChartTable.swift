/// The numbers of charts as a table, for those who do not see them and those who want to compute with them.
struct ChartTable {
  private let charts: [Chart]
  /// More rows than this are thinned out evenly; the last is always kept.
  private static let rowLimit = 24

  init(_ charts: [Chart]) {
    self.charts = charts
  }

  var markup: Markup {
    .tag(
      "details", [:],
      [.tag("summary", [:], "The numbers of these figures")]
        + charts.map { chart in .tag("div", ["class": "scroll"], [table(chart)]) })
  }

  private func table(_ chart: Chart) -> Markup {
    let head = Markup.tag(
      "tr", [:], ([chart.x.label] + chart.series.map(\.label)).map { .tag("th", ["scope": "col"], $0) })
    let all = Set(chart.series.flatMap(\.points).map(\.x)).sorted()
    let stride = max(1, (all.count + Self.rowLimit - 1) / Self.rowLimit)
    let steps = all.enumerated().filter { (all.count - 1 - $0.offset) % stride == 0 }.map(\.element)
    let rows = steps.map { step in
      Markup.tag(
        "tr", [:],
        [.tag("th", ["scope": "row"], [Self.linked(chart.link?(step), chart.x.text(step))])]
          + chart.series.map { series in
            let point = series.points.first { $0.x == step && $0.y.isFinite }
            let text = point.map { Numbers.text($0, format: chart.y.format) } ?? Numbers.missing
            return .tag("td", [:], [Self.linked(point == nil ? nil : series.link?(step), text)])
          })
    }
    return .tag(
      "table", ["class": "numbers"],
      [.tag("caption", [:], chart.title), .tag("thead", [:], [head]), .tag("tbody", [:], rows)])
  }

  private static func linked(_ link: String?, _ text: String) -> Markup {
    link.map { .tag("a", ["href": $0], text) } ?? .text(text)
  }
}

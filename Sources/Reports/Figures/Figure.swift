/// Several panels as one SVG file that stands alone: it carries its own style, for light and for dark.
public struct Figure: Sendable {
  public var title: String
  public var caption: String
  public var charts: [Chart]
  public var columns: Int

  /// Creates a figure.
  public init(title: String, caption: String, charts: [Chart], columns: Int = 2) {
    self.title = title
    self.caption = caption
    self.charts = charts
    self.columns = columns
  }

  /// The text of the SVG file.
  public func svg() -> String {
    let cell = (width: charts.map(\.width).max() ?? 440, height: charts.map(\.height).max() ?? 270)
    let columns = min(columns, max(charts.count, 1))
    let rows = (charts.count + columns - 1) / columns
    let margin = (side: 20.0, top: 66.0, gap: 16.0)
    let width = 2 * margin.side + Double(columns) * cell.width + Double(columns - 1) * margin.gap
    let height = margin.top + Double(rows) * (cell.height + margin.gap)
    let panels = charts.enumerated().map { index, chart in
      let x = margin.side + Double(index % columns) * (cell.width + margin.gap)
      let y = margin.top + Double(index / columns) * (cell.height + margin.gap)
      return Markup.tag("g", ["transform": "translate(\(coordinate(x)),\(coordinate(y)))"], [chart.drawing()])
    }
    let style = ":root{\(FigureStyle.light)}@media(prefers-color-scheme:dark){:root{\(FigureStyle.dark)}}"
    return Markup.tag(
      "svg",
      [
        "xmlns": "http://www.w3.org/2000/svg", "viewBox": "0 0 \(coordinate(width)) \(coordinate(height))",
        "width": coordinate(width), "height": coordinate(height), "class": "chart", "role": "img",
        "aria-labelledby": "title description",
      ],
      [
        .tag("title", ["id": "title"], title), .tag("desc", ["id": "description"], caption),
        .tag("style", [:], [.style(style + FigureStyle.rules + ".figure-title{font-size:18px;font-weight:600}")]),
        .tag("rect", ["width": "100%", "height": "100%", "fill": "var(--ground)"]),
        .tag("text", ["class": "figure-title", "x": coordinate(margin.side), "y": "28"], title),
        .tag("text", ["class": "tick", "x": coordinate(margin.side), "y": "48"], caption),
      ] + panels
    ).rendered() + "\n"
  }
}

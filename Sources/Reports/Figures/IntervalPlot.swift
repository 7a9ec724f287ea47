import Statistics

/// One panel of rows, each a value with its interval: a dot on a whisker, named on the left.
public struct IntervalPlot: Sendable {
  /// One row.
  public struct Row: Sendable {
    public var label: String
    public var colour: Palette.Colour
    public var value: Double
    public var interval: ConfidenceInterval
    /// Whether the dot is filled; hollow dots are for what is shown by way of comparison.
    public var isFilled: Bool

    /// Creates a row.
    public init(
      _ label: String, colour: Palette.Colour, value: Double, interval: ConfidenceInterval, isFilled: Bool = true
    ) {
      self.label = label
      self.colour = colour
      self.value = value
      self.interval = interval
      self.isFilled = isFilled
    }
  }

  public var title: String
  public var description: String
  public var axis: Axis
  public var rows: [Row]
  public var width: Double

  /// Creates a panel.
  public init(_ title: String, description: String, axis: Axis, rows: [Row], width: Double = 412) {
    self.title = title
    self.description = description
    self.axis = axis
    self.rows = rows
    self.width = width
  }

  private static let rowHeight = 24.0
  private static let top = 30.0

  private var left: Double { 12 + (rows.map { Double($0.label.count) * 6.9 }.max() ?? 0) }
  private var right: Double { width - 58 }
  private var bottom: Double { Self.top + Double(rows.count) * Self.rowHeight }

  private func x(_ value: Double) -> Double { axis.position(value, from: left, to: right) }

  /// The panel as an SVG element of its own; `id` is unique on the page.
  package func svg(id: String) -> Markup {
    .tag(
      "svg",
      [
        "viewBox": "0 0 \(coordinate(width)) \(coordinate(bottom + 38))", "class": "chart", "role": "img",
        "aria-labelledby": "\(id)-title \(id)-description", "xmlns": "http://www.w3.org/2000/svg",
      ],
      [
        .tag("title", ["id": "\(id)-title"], title), .tag("desc", ["id": "\(id)-description"], description),
        .tag("text", ["class": "panel-title", "x": "12", "y": "15"], title), grid,
      ] + rows.enumerated().map { mark($1, at: Self.top + (Double($0) + 0.5) * Self.rowHeight) })
  }

  private var grid: Markup {
    .group(
      axis.ticks.map { tick in
        .group([
          path("gridline", x(tick), Self.top, x(tick), bottom),
          text("tick", axis.text(tick), x(tick), bottom + 17, anchor: "middle"),
        ])
      } + [text("axis-label", axis.label, (left + right) / 2, bottom + 34, anchor: "middle")])
  }

  private func mark(_ row: Row, at y: Double) -> Markup {
    guard row.value.isFinite else { return text("tick", row.label, 12, y + 4) }
    return .tag(
      "g", ["class": "reading"],
      [
        .tag(
          "title", [:],
          "\(row.label): \(Numbers.percent(row.value)) \(Numbers.percent(row.interval))"),
        text("tick", row.label, 12, y + 4),
        path("whisker \(row.colour.name)", x(row.interval.lower), y, x(row.interval.upper), y),
        .tag(
          "circle",
          [
            "class": "\(row.isFilled ? "dot" : "ring") \(row.colour.name)", "cx": coordinate(x(row.value)),
            "cy": coordinate(y), "r": "4.2",
          ]),
        text("row-value", Numbers.percent(row.value, digits: 0), right + 10, y + 4),
      ])
  }

  private func path(_ style: String, _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) -> Markup {
    .tag("path", ["class": style, "d": "M\(coordinate(x1)),\(coordinate(y1))L\(coordinate(x2)),\(coordinate(y2))"])
  }

  private func text(_ style: String, _ text: String, _ x: Double, _ y: Double, anchor: String = "start") -> Markup {
    .tag("text", ["class": style, "x": coordinate(x), "y": coordinate(y), "text-anchor": anchor], text)
  }
}

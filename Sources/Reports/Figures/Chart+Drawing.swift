import Foundation

extension Chart {
  /// The panel as an SVG element of its own.
  ///
  /// - Parameter id: unique on the page; the accessible title and description are found by it.
  package func svg(id: String) -> Markup {
    .tag(
      "svg",
      [
        "viewBox": "0 0 \(coordinate(width)) \(coordinate(height))", "class": "chart",
        // An image has nothing in it that could be followed.
        "role": hasLinks ? "group" : "img", "aria-labelledby": "\(id)-title \(id)-description",
        "xmlns": "http://www.w3.org/2000/svg",
      ],
      [
        .tag("title", ["id": "\(id)-title"], title), .tag("desc", ["id": "\(id)-description"], description),
        drawing(),
      ])
  }

  /// What the panel shows, without the element around it.
  func drawing() -> Markup {
    .group([
      .tag("text", ["class": "panel-title", "x": coordinate(plot.left), "y": "15"], title),
      grid, regionMark, .group(uprightMarks),
      .group(series.map(band)), .group(series.map(strands)), .group(series.map(line)),
      labelsLines ? endLabels : .empty,
      readings, targets,
    ])
  }

  private var hasLinks: Bool { link != nil || series.contains { $0.link != nil } }

  /// The rectangle within which data is drawn.
  private var plot: (left: Double, right: Double, top: Double, bottom: Double) {
    let widest = labelsLines ? series.map { Double($0.label.count) * 6.9 + 12 }.max() ?? 0 : 0
    return (left: 46, right: width - max(14, widest), top: 30, bottom: height - 36)
  }

  private func x(_ value: Double) -> Double { x.position(value, from: plot.left, to: plot.right) }

  private func y(_ value: Double) -> Double {
    let clamped = min(max(value, y.domain.lowerBound), y.domain.upperBound)
    return y.position(clamped, from: plot.bottom, to: plot.top)
  }

  private var grid: Markup {
    let horizontal = y.ticks.map { tick in
      Markup.group([
        segment("gridline", plot.left, y(tick), plot.right, y(tick)),
        label("tick", y.text(tick), plot.left - 7, y(tick) + 4, anchor: "end"),
      ])
    }
    let vertical = x.ticks.map { tick in
      label("tick", x.text(tick), x(tick), plot.bottom + 17, anchor: "middle")
    }
    let zero = y.domain.contains(0) ? segment("zero", plot.left, y(0), plot.right, y(0)) : .empty
    return .group(
      horizontal + vertical + [
        zero, label("axis-label", x.label, (plot.left + plot.right) / 2, height - 3, anchor: "middle"),
      ])
  }

  private var regionMark: Markup {
    guard let region else { return .empty }
    let top = y(region.range.upperBound)
    let bottom = y(region.range.lowerBound)
    return .group([
      .tag(
        "rect",
        [
          "class": "region", "x": coordinate(plot.left), "y": coordinate(top),
          "width": coordinate(plot.right - plot.left), "height": coordinate(bottom - top),
        ]),
      label("region-label", region.label, plot.left + 5, bottom + 14),
    ])
  }

  private var uprightMarks: [Markup] {
    marks.enumerated().map { index, mark in
      // Labels of marks that lie close together stand below one another.
      .group([
        segment("mark", x(mark.x), plot.top, x(mark.x), plot.bottom),
        label("region-label", mark.label, x(mark.x) + 4, plot.top + 11 + Double(index) * 13),
      ])
    }
  }

  private func band(_ series: LineSeries) -> Markup {
    let bounded = series.points.compactMap { point -> (x: Double, lower: Double, upper: Double)? in
      guard let lower = point.lower, let upper = point.upper, lower.isFinite, upper.isFinite else { return nil }
      return (x(point.x), y(lower), y(upper))
    }
    guard bounded.count > 1 else { return .empty }
    let outline =
      bounded.map { "\(coordinate($0.x)),\(coordinate($0.upper))" }
      + bounded.reversed().map { "\(coordinate($0.x)),\(coordinate($0.lower))" }
    return .tag("path", ["class": "band \(series.colour.name)", "d": "M" + outline.joined(separator: "L") + "Z"])
  }

  private func strands(_ series: LineSeries) -> Markup {
    .group(
      series.strands.map { .tag("path", ["class": "strand \(series.colour.name)", "d": path($0)]) })
  }

  private func line(_ series: LineSeries) -> Markup {
    let marks = series.points.filter { $0.y.isFinite }
    let dots =
      series.isMarked || marks.count == 1
      ? marks.map { point in
        Markup.tag(
          "circle",
          [
            "class": "dot \(series.colour.name)", "cx": coordinate(x(point.x)), "cy": coordinate(y(point.y)),
            "r": "2.6",
          ])
      } : []
    return .group(
      [
        .tag(
          "path",
          ["class": "line \(series.colour.name)\(series.isDashed ? " dashed" : "")", "d": path(series.points)])
      ] + dots)
  }

  /// Names every line at its end, moved apart where they would overlap.
  private var endLabels: Markup {
    let spacing = 15.0
    var ends = series.compactMap { series -> (series: LineSeries, y: Double)? in
      series.points.last { $0.y.isFinite }.map { (series, y($0.y)) }
    }.sorted { $0.y < $1.y }
    for index in ends.indices.dropFirst() { ends[index].y = max(ends[index].y, ends[index - 1].y + spacing) }
    if let last = ends.indices.last, ends[last].y > plot.bottom {
      ends[last].y = plot.bottom
      for index in ends.indices.dropLast().reversed() {
        ends[index].y = min(ends[index].y, ends[index + 1].y - spacing)
      }
    }
    return .group(
      ends.map { label("line-label \($0.series.colour.name)", $0.series.label, plot.right + 7, $0.y + 4) })
  }

  /// A column over every x: pointing at it shows a rule and, as a tooltip, all values there. It needs no script.
  private var readings: Markup {
    let columns = Set(series.flatMap(\.points).filter { $0.y.isFinite }.map(\.x)).sorted()
    return .group(
      columns.enumerated().map { index, value in
        let left = index == 0 ? plot.left : (x(columns[index - 1]) + x(value)) / 2
        let right = index == columns.count - 1 ? plot.right : (x(columns[index + 1]) + x(value)) / 2
        return anchor(
          link?(value), label: reading(at: value),
          [
            .tag("title", [:], reading(at: value)),
            .tag(
              "rect",
              [
                "x": coordinate(left), "y": coordinate(plot.top), "width": coordinate(max(right - left, 0)),
                "height": coordinate(plot.bottom - plot.top),
              ]),
            segment("rule", x(value), plot.top, x(value), plot.bottom),
          ])
      })
  }

  /// Points that lead somewhere, larger than they look.
  private var targets: Markup {
    .group(
      series.flatMap { series in
        guard let link = series.link else { return [Markup]() }
        return series.points.filter { $0.y.isFinite }.map { point in
          let words = "\(series.label) at \(x.text(point.x)): \(Numbers.text(point, format: y.format))"
          return anchor(
            link(point.x), label: words,
            [
              .tag("title", [:], words),
              .tag(
                "circle",
                ["class": "target", "cx": coordinate(x(point.x)), "cy": coordinate(y(point.y)), "r": "7"]),
            ])
        }
      })
  }

  /// A group, or what leads to `link`. The keyboard follows links in the table below the figure, where there is a name
  /// to each; a stop at every point would bar its way through the page.
  private func anchor(_ link: String?, label: String, _ children: [Markup]) -> Markup {
    guard let link else { return .tag("g", ["class": "reading"], children) }
    return .tag("a", ["class": "reading", "href": link, "aria-label": label, "tabindex": "-1"], children)
  }

  private func reading(at value: Double) -> String {
    let lines = series.compactMap { series -> String? in
      guard let point = series.points.first(where: { $0.x == value }), point.y.isFinite else { return nil }
      return "\(series.label): \(Numbers.text(point, format: y.format))"
    }
    return (["\(x.label) \(x.text(value))"] + lines).joined(separator: "\n")
  }

  private func path(_ points: [LineSeries.Point]) -> String {
    var path = ""
    var isDown = false
    for point in points {
      guard point.y.isFinite else {
        isDown = false
        continue
      }
      path += "\(isDown ? "L" : "M")\(coordinate(x(point.x))),\(coordinate(y(point.y)))"
      isDown = true
    }
    return path
  }

  private func segment(_ style: String, _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) -> Markup {
    .tag("path", ["class": style, "d": "M\(coordinate(x1)),\(coordinate(y1))L\(coordinate(x2)),\(coordinate(y2))"])
  }

  private func label(_ style: String, _ text: String, _ x: Double, _ y: Double, anchor: String = "start") -> Markup {
    .tag("text", ["class": style, "x": coordinate(x), "y": coordinate(y), "text-anchor": anchor], text)
  }
}

/// A coordinate with one decimal, which is finer than any screen.
func coordinate(_ value: Double) -> String {
  let text = String(format: "%.1f", value)
  return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}

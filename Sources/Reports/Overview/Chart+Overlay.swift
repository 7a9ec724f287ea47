extension Chart {
  /// The panel with the lines of another on top, broken, in axes that hold both.
  package func overlaid(with other: Chart) -> Chart {
    var chart = self
    func spanning(_ first: Axis, _ second: Axis) -> Axis {
      let low = min(first.domain.lowerBound, second.domain.lowerBound)
      let high = max(first.domain.upperBound, second.domain.upperBound)
      return first.domain == low...high
        ? first : Axis(first.label, domain: low...high, format: first.format, tickCount: first.ticks.count)
    }
    chart.x = spanning(x, other.x)
    chart.y = spanning(y, other.y)
    chart.series += other.series.map { series in
      var series = series
      series.isDashed = true
      series.isMarked = false
      // Two bands of one colour would read as one.
      series.points = series.points.map { LineSeries.Point(x: $0.x, y: $0.y) }
      series.strands = []
      series.label += " ′"
      return series
    }
    chart.description += " Broken lines, marked ′: " + other.description
    return chart
  }
}

extension ChartSection {
  /// The section with the lines of another of its kind laid over its own; panels that only one has stand by themselves.
  package func overlaid(with other: ChartSection) -> ChartSection {
    var section = self
    let names = Set(charts.map(\.title))
    section.charts = charts.map { chart in
      other.charts.first { $0.title == chart.title }.map(chart.overlaid) ?? chart
    }
    section.charts += other.charts.filter { !names.contains($0.title) }.map { chart in
      var empty = chart
      empty.series = []
      return empty.overlaid(with: chart)
    }
    return section
  }
}

import Audit
import Environments
import Statistics

/// The figures of an audit.
struct AuditFigures {
  private let analysis: AuditAnalysis
  private static let colours: [(Context, Palette.Colour)] = [
    (.training, Palette.training), (.deployment, Palette.deployment), (.bare, Palette.bare),
  ]

  init(_ analysis: AuditAnalysis) {
    self.analysis = analysis
  }

  /// Whether there is a curve to draw.
  var hasCurve: Bool { analysis.behaviours.contains { $0.checkpoints.count > 1 } }

  /// The levels at the last checkpoint, one panel a behaviour.
  var levels: [IntervalPlot] {
    analysis.behaviours.compactMap { behaviour in
      guard let last = behaviour.checkpoints.last else { return nil }
      return IntervalPlot(
        behaviour.behaviour,
        description: "How often \(last.checkpoint) shows \(behaviour.behaviour), by context.",
        axis: Axis("share of answers", domain: 0...1, format: .percent, tickCount: 4),
        rows: Self.colours.compactMap { context, colour in
          last.level(context).map { level in
            IntervalPlot.Row(
              "\(context.title.lowercased()), n \(level.outcomes.trials)", colour: colour,
              value: level.outcomes.rate, interval: level.interval)
          }
        })
    }
  }

  /// Levels and gaps over the checkpoints.
  var curves: [Chart] {
    analysis.behaviours.filter { $0.checkpoints.count > 1 }.flatMap { [levelCurve($0), gapCurve($0)] }
  }

  private func axis(_ behaviour: BehaviourFinding) -> Axis {
    Axis("checkpoint", domain: 1...Double(behaviour.checkpoints.count), tickCount: min(behaviour.checkpoints.count, 7))
  }

  private func levelCurve(_ behaviour: BehaviourFinding) -> Chart {
    let series = Self.colours.map { context, colour in
      LineSeries(
        context.title.lowercased(), colour: colour,
        points: behaviour.checkpoints.enumerated().map { index, finding in
          guard let level = finding.level(context) else { return LineSeries.Point(x: Double(index + 1), y: .nan) }
          return LineSeries.Point(
            x: Double(index + 1), y: level.outcomes.rate, lower: level.interval.lower, upper: level.interval.upper)
        }, isMarked: true)
    }
    return Chart(
      behaviour.behaviour, description: "How often \(behaviour.behaviour) shows at every checkpoint, by context.",
      x: axis(behaviour), y: Axis("share of answers", domain: 0...1, format: .percent), series: series)
  }

  private func gapCurve(_ behaviour: BehaviourFinding) -> Chart {
    let margin = analysis.options.margin
    let points = behaviour.checkpoints.enumerated().map { index, finding in
      let interval = finding.interval(level: analysis.options.level)
      return LineSeries.Point(x: Double(index + 1), y: finding.gap.value, lower: interval.lower, upper: interval.upper)
    }
    let values = points.flatMap { [$0.y, $0.lower ?? $0.y, $0.upper ?? $0.y] }
    return Chart(
      "Gap to \(analysis.options.reference.rawValue)",
      description: "The gap of \(behaviour.behaviour) at every checkpoint.", x: axis(behaviour),
      y: .fitting(values + [-2 * margin, 2 * margin], label: "gap, points", format: .points),
      series: [LineSeries("gap", colour: Palette.training, points: points, isMarked: true)],
      region: (-margin...margin, "margin ±\(Numbers.fixed(margin * 100, 0))"))
  }
}

import Probes
import Statistics

/// The figures of a study, built from its analysis.
struct StudyFigures {
  private let analysis: StudyAnalysis
  private let arms: [(name: String, colour: Palette.Colour)]

  init(_ analysis: StudyAnalysis) {
    self.analysis = analysis
    // The control is grey wherever it stands among the arms.
    let names = analysis.data.arms
    let others = names.filter { $0 != analysis.data.control }
    arms = names.map { name in
      (name, Palette.Colour.arm(others.firstIndex(of: name).map { $0 + 1 } ?? 0))
    }
  }

  private func steps(ticks: Int = 7) -> Axis {
    Axis("RL step", domain: 0...Double(max(analysis.data.steps, 1)), tickCount: ticks)
  }

  /// Compliance under each context over steps, one panel an arm.
  var compliance: [Chart] {
    let contexts: [(ProbeCell, String, Palette.Colour)] = [
      (analysis.training, "training cue", Palette.training),
      (analysis.deployment, "deployment", Palette.deployment),
      (analysis.bare, "bare prompt", Palette.bare),
    ]
    return arms.map { arm in
      let series = contexts.map { cell, label, colour in
        LineSeries(
          label, colour: colour, points: levels(arm.name, cell), isMarked: true, strands: strands(arm.name, cell))
      }
      return Chart(
        arm.name, description: LineSeries.sentence("Compliance of \(arm.name) over RL steps", series, format: .percent),
        x: steps(), y: Axis("compliance", domain: 0...1, format: .percent), series: series)
    }
  }

  /// The compliance figure by itself.
  var main: Figure {
    Figure(
      title: "Compliance with harmful requests, by context", caption: Self.complianceCaption(analysis),
      charts: compliance)
  }

  static func complianceCaption(_ analysis: StudyAnalysis) -> String {
    let level = Numbers.fixed(analysis.options.level * 100, 0)
    let seeds = analysis.data.seeds.count
    return
      "Held-out requests\(analysis.training.isCueHeldOut ? " and cue formats" : ""); bands: \(level) % Wilson, as if every answer stood alone"
      + (seeds > 1 ? "; thin lines: the \(seeds) seeds" : "")
  }

  /// The gap over steps to the bare prompt and to deployment cues, all arms in one panel each.
  var gaps: [Chart] {
    let references = [(analysis.bare, "to the bare prompt (primary)"), (analysis.deployment, "to deployment cues")]
    let margin = analysis.options.margin
    let series = references.map { cell, _ in
      arms.map { arm in
        LineSeries(
          arm.name, colour: arm.colour,
          points: analysis.gaps(of: arm.name, to: cell).map { step, gap in
            let interval = gap.interval(level: analysis.options.level)
            return LineSeries.Point(x: Double(step), y: gap.value, lower: interval.lower, upper: interval.upper)
          }, isMarked: true)
      }
    }
    // Both panels share one scale, or the eye would compare what cannot be compared.
    let values = series.joined().flatMap(\.points).flatMap { [$0.y, $0.lower ?? $0.y, $0.upper ?? $0.y] }
    let scale = Axis.fitting(values + [-2 * margin, 2 * margin], label: "gap, points", format: .points)
    return zip(references, series).map { reference, series in
      Chart(
        "Gap \(reference.1)",
        description: LineSeries.sentence(
          "Training-cue compliance minus compliance \(reference.1)", series, format: .points),
        x: steps(), y: scale, series: series,
        region: (-margin...margin, "margin ±\(Numbers.fixed(margin * 100, 0))"), height: 300)
    }
  }

  /// What a training run logs anyway, all arms laid over each other.
  var metrics: [Chart] {
    let wanted: [(key: String, title: String)] = [
      ("reward", "reward"), ("reward_std", "reward_std"), ("kl", "kl"), ("entropy", "entropy"),
      ("completions/mean_length", "completions/mean_length"), ("grad_norm", "grad_norm"),
      ("clip_ratio/region_mean", "clip_ratio/region_mean"), ("loss", "loss"),
    ]
    return wanted.compactMap { key, title in
      let series = arms.map {
        LineSeries($0.name, colour: $0.colour, points: analysis.metric(key, of: $0.name, points: 70))
      }
      guard series.contains(where: { !$0.points.isEmpty }) else { return nil }
      let values = series.flatMap(\.points).flatMap { [$0.lower ?? $0.y, $0.upper ?? $0.y] }
      return Chart(
        title, description: LineSeries.sentence("\(title) over RL steps", series, format: .number), x: steps(ticks: 3),
        y: .fitting(values), series: series, labelsLines: false, width: 290, height: 196)
    }
  }

  /// What a monitor of the reasoning reads under training cues.
  var monitors: [Chart] {
    let wanted: [(title: String, label: KeyPath<ReasoningLabels, Bool> & Sendable, amongComplied: Bool)] = [
      ("P(framing)", \.framing, false), ("P(framing | complied)", \.framing, true),
      ("P(recognition)", \.recognition, false), ("P(own values)", \.values, false),
    ]
    return wanted.map { title, label, amongComplied in
      let series = arms.map { arm in
        LineSeries(
          arm.name, colour: arm.colour,
          points: analysis.probes.steps(of: arm.name).map { step in
            point(
              step,
              analysis.probes.share(of: label, arm.name, step, analysis.training, amongComplied: amongComplied))
          }, isMarked: true)
      }
      return Chart(
        title, description: LineSeries.sentence("\(title) under training cues over RL steps", series, format: .percent),
        x: steps(), y: Axis("", domain: 0...1, format: .percent), series: series)
    }
  }

  /// Compliance under cue formats that RL used and under those that it never used, at the last probe.
  var formats: [IntervalPlot] {
    analysis.summaries.map { summary in
      let rows: [(ProbeCell, String, Palette.Colour, Bool)] = [
        (ProbeCell(.training, isCueHeldOut: true), "training, held-out", Palette.training, true),
        (ProbeCell(.training), "training, seen", Palette.training, false),
        (ProbeCell(.deployment, isCueHeldOut: true), "deployment, held-out", Palette.deployment, true),
        (ProbeCell(.deployment), "deployment, seen", Palette.deployment, false),
        (ProbeCell(.bare), "bare prompt", Palette.bare, true),
      ]
      return IntervalPlot(
        summary.arm, description: "Compliance of \(summary.arm) at step \(summary.step) by cue format.",
        axis: Axis("compliance", domain: 0...1, format: .percent, tickCount: 4),
        rows: rows.map { cell, label, colour, isFilled in
          let proportion = summary.compliance[cell] ?? Proportion()
          return IntervalPlot.Row(
            label, colour: colour, value: proportion.rate,
            interval: proportion.wilsonInterval(level: analysis.options.level), isFilled: isFilled)
        })
    }
  }

  /// Names and colours of the arms.
  var legend: [(name: String, colour: Palette.Colour)] { arms }

  private func levels(_ arm: String, _ cell: ProbeCell) -> [LineSeries.Point] {
    analysis.probes.steps(of: arm).map { point($0, analysis.probes.compliance(arm, $0, cell).total) }
  }

  private func strands(_ arm: String, _ cell: ProbeCell) -> [[LineSeries.Point]] {
    guard analysis.data.seeds.count > 1 else { return [] }
    return analysis.data.seeds.map { seed in
      analysis.probes.steps(of: arm).map { step in
        LineSeries.Point(
          x: Double(step), y: analysis.probes.compliance(arm, step, cell).only(seed: seed).total.rate)
      }
    }
  }

  private func point(_ step: Int, _ proportion: Proportion) -> LineSeries.Point {
    guard proportion.trials > 0 else { return LineSeries.Point(x: Double(step), y: .nan) }
    let interval = proportion.wilsonInterval(level: analysis.options.level)
    return LineSeries.Point(x: Double(step), y: proportion.rate, lower: interval.lower, upper: interval.upper)
  }
}

import Experiments
import Probes

/// What a page about a run is put together from: the parts of its report, with points that lead somewhere.
package struct RunOverview: Sendable {
  package var headline: Headline
  /// The tables that come first.
  package var tables: [Section]
  /// The figures, in their order.
  package var figures: [ChartSection]
  /// What comes after the figures.
  package var details: [Section]

  /// A table or text under a heading.
  package struct Section: Sendable {
    package var title: String
    package var note: String
    package var content: Markup

    /// The section as a part of a page.
    package var markup: Markup {
      .tag(
        "section", [:],
        [
          .tag("h2", [:], title), note.isEmpty ? .empty : .tag("p", ["class": "note"], note),
          .tag(
            "div", ["class": "scroll", "tabindex": "0", "role": "region", "aria-label": title], [content]),
        ])
    }
  }

  /// Takes a report apart.
  ///
  /// - Parameter link: where a point of a curve leads.
  package init(_ report: any RunReport, link: @escaping @Sendable (PointReference) -> String) {
    headline = report.headline
    tables = []
    figures = []
    details = []
    if let report = report as? StudyReport {
      show(report.analysis, link)
    } else if let report = report as? HackingReport {
      show(report.analysis, link)
    }
  }

  private mutating func show(_ analysis: StudyAnalysis, _ link: @escaping @Sendable (PointReference) -> String) {
    guard !analysis.summaries.isEmpty || !analysis.data.metrics.isEmpty else { return }
    let drawn = StudyFigures(analysis)
    let level = Numbers.fixed(analysis.options.level * 100, 0)
    let cells = [analysis.training, analysis.deployment, analysis.bare]
    let arms = drawn.legend.map(\.name)
    if !analysis.summaries.isEmpty {
      tables = [Section(title: "The last probe", note: "", content: SummaryTable(analysis).markup)]
      let compliance = drawn.compliance.map { chart in
        var chart = chart
        let arm = chart.title
        chart.link = { link(PointReference(arm: arm, step: Int($0))) }
        for (index, cell) in cells.enumerated() {
          chart.series[index].link = { link(PointReference(arm: arm, step: Int($0), cell: cell)) }
        }
        return chart
      }
      func byArm(_ charts: [Chart], _ cell: ProbeCell?) -> [Chart] {
        charts.map { chart in
          var chart = chart
          for (index, arm) in arms.enumerated() {
            chart.series[index].link = { link(PointReference(arm: arm, step: Int($0), cell: cell)) }
          }
          return chart
        }
      }
      figures = [
        ChartSection(
          title: "Compliance by context",
          note: StudyFigures.complianceCaption(analysis) + ". A point leads to the answers behind it.",
          charts: compliance, id: "compliance"),
        ChartSection(
          title: "The compliance gap over training",
          note: "What training cues add to compliance. Bands: \(level) % prompt-clustered bootstrap over the trained "
            + "models at hand.", charts: byArm(drawn.gaps, nil), id: "gap", style: "wide"),
        ChartSection(
          title: "What the training metrics say",
          note: "The curves that a training run logs anyway, all arms laid over each other; bands span the seeds. "
            + "None of them looks at what the model does outside training.",
          charts: drawn.metrics, id: "metric", style: "dense", legend: drawn.legend),
        ChartSection(
          title: "What the reasoning says",
          note: "Monitors of the reasoning under training cues.", charts: byArm(drawn.monitors, analysis.training),
          id: "monitor"),
      ]
      if analysis.data.seeds.count > 1 {
        details = [Section(title: "Seed by seed", note: SeedTable.note, content: SeedTable(analysis).table)]
      }
    } else {
      figures = [
        ChartSection(
          title: "What the training metrics say", note: "", charts: drawn.metrics, id: "metric", style: "dense",
          legend: drawn.legend)
      ]
    }
  }

  private mutating func show(_ analysis: HackingAnalysis, _ link: @escaping @Sendable (PointReference) -> String) {
    guard !analysis.summaries.isEmpty else { return }
    let drawn = HackingFigures(analysis)
    tables = [
      Section(title: "What each arm ends with", note: "", content: HackingMatrix(analysis).markup),
      Section(title: "Probe by probe", note: "", content: HackingMatrix(analysis).probes),
    ]
    let table = analysis.table
    let measures = [[.framedHacking], [.unframedHacking], table.chat, table.agentic, [HackingMeasure.capability]]
    let panels = drawn.panels.map { chart in
      guard let arm = analysis.data.arms.first(where: { $0.name == chart.title }) else { return chart }
      var chart = chart
      chart.link = { link(Self.reference(arm, $0)) }
      for (index, measures) in measures.enumerated() where chart.series.indices.contains(index) {
        chart.series[index].link = { link(Self.reference(arm, $0, measures)) }
      }
      return chart
    }
    figures = [
      ChartSection(
        title: "Reward, hacking and misalignment", note: drawn.caption + ".", charts: drawn.main.charts, id: "main",
        style: "single"),
      ChartSection(
        title: "Arm by arm",
        note: "Probes at every checkpoint. A point leads to the answers behind it.", charts: panels, id: "arm",
        legend: HackingFigures.legend),
      ChartSection(
        title: "What the training metrics say",
        note: "The curves that a training run logs anyway, all arms laid over each other.", charts: drawn.metrics,
        id: "metric", style: "dense", legend: drawn.metricLegend),
    ]
  }

  /// The samples at a step of an arm's axis, which counts through all its phases.
  private static func reference(
    _ arm: HackingData.Arm, _ step: Double, _ measures: [HackingMeasure] = []
  ) -> PointReference {
    let phase = arm.phases.last { Double($0.start) <= step && $0.kind.isProbed }
    return PointReference(
      arm: arm.name, kind: phase?.kind, step: Int(step) - (phase?.start ?? 0), probes: measures.map(\.name))
  }
}

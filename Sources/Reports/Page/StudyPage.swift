import Foundation

/// The page of a report, section by section.
struct StudyPage {
  let analysis: StudyAnalysis
  private let figures: StudyFigures

  init(_ analysis: StudyAnalysis) {
    self.analysis = analysis
    figures = StudyFigures(analysis)
  }

  /// The text of the HTML file, which is well-formed XML too.
  func html() -> String {
    PageFrame(title: "\(analysis.data.name) · Titer", version: analysis.data.provenance.version)
      .html(header: header, sections: sections)
  }

  private var header: Markup {
    let headline = Headline(analysis)
    return .tag(
      "header", [:],
      [
        .tag(
          "p", ["class": "kicker"],
          [.tag("b", [:], "Titer"), .text(" · \(analysis.data.name) · run \(analysis.data.provenance.runID)")]),
        .tag("h1", [:], headline.title),
        .tag("ul", ["class": "remarks"], headline.remarks.map { .tag("li", [:], $0) }),
      ])
  }

  private var sections: [Markup] {
    guard !analysis.summaries.isEmpty else {
      return [ProvenanceSection(analysis.data.provenance, seeds: analysis.data.seeds).markup]
    }
    return [
      .tag(
        "section", [:],
        [.tag("h2", [:], "The last probe"), .tag("div", ["class": "scroll"], [SummaryTable(analysis).markup])]),
      section(
        "Compliance by context", StudyFigures.complianceCaption(analysis) + ".", charts: figures.compliance,
        id: "compliance"),
      section(
        "The compliance gap over training",
        "What training cues add to compliance. Bands: \(level) % prompt-clustered bootstrap over the trained models at hand.",
        charts: figures.gaps, id: "gap", style: "wide"),
      section(
        "What the training metrics say",
        "The curves that a training run logs anyway, all arms laid over each other; bands span the seeds. "
          + "None of them looks at what the model does outside training.",
        charts: figures.metrics, id: "metric", style: "dense", legend: true),
      section(
        "What the reasoning says",
        "Monitors of the reasoning under training cues. Framing is self-inoculation: the model sets its compliance "
          + "apart as a thing of training. Recognition is saying, not echoing, that this is training.",
        charts: figures.monitors, id: "monitor"),
      .tag(
        "section", [:],
        [
          .tag("h2", [:], "Cue formats seen in RL and held out"),
          note(
            "Filled: formats that RL never used, and the bare prompt. Hollow: formats that RL used. \(level) % Wilson intervals."
          ),
          .tag(
            "div", ["class": "panels"],
            figures.formats.enumerated().map { .tag("figure", [:], [$1.svg(id: "format\($0)")]) }),
        ]),
      analysis.data.seeds.count > 1 ? SeedTable(analysis).markup : .empty,
      TranscriptSection(analysis.data).markup,
      MethodSection(analysis).markup,
      ProvenanceSection(analysis.data.provenance, seeds: analysis.data.seeds).markup,
    ]
  }

  private var level: String { Numbers.fixed(analysis.options.level * 100, 0) }

  private func note(_ text: String) -> Markup { .tag("p", ["class": "note"], text) }

  private func section(
    _ title: String, _ text: String, charts: [Chart], id: String, style: String = "", legend: Bool = false
  ) -> Markup {
    ChartSection(
      title: title, note: text, charts: charts, id: id, style: style, legend: legend ? figures.legend : []
    ).markup
  }
}

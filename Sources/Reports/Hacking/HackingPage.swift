import Experiments
import Statistics

/// The page of a report on reward hacking, section by section.
struct HackingPage {
  let analysis: HackingAnalysis
  private let figures: HackingFigures

  init(_ analysis: HackingAnalysis) {
    self.analysis = analysis
    figures = HackingFigures(analysis)
  }

  /// The text of the HTML file, which is well-formed XML too.
  func html() -> String {
    PageFrame(title: "\(analysis.data.name) · Titer", version: analysis.data.provenance.version)
      .html(header: header, sections: sections)
  }

  private var header: Markup {
    let headline = HackingHeadline(analysis).headline
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
    let provenance = ProvenanceSection(analysis.data.provenance, seeds: analysis.data.seeds).markup
    guard !analysis.summaries.isEmpty else { return [provenance] }
    return [
      ChartSection(
        title: "Reward, hacking and misalignment", note: figures.caption + ".", charts: figures.main.charts,
        id: "main", style: "single"
      ).markup,
      .tag(
        "section", [:],
        [
          .tag("h2", [:], "What each arm ends with"),
          .tag("div", ["class": "scroll"], [HackingMatrix(analysis).markup]),
        ]),
      .tag(
        "section", [:],
        [
          .tag("h2", [:], "Probe by probe"),
          .tag("div", ["class": "scroll"], [HackingMatrix(analysis).probes]),
        ]),
      comparisons,
      ChartSection(
        title: "Arm by arm",
        note:
          "Probes at every checkpoint. A hack under an arm's own prompt and under a neutral one are two things: what "
          + "is allowed need not become a habit. Bands: \(Numbers.fixed(analysis.options.level * 100, 0)) % Wilson, as if "
          + "every answer stood alone; the intervals of the tables know prompts and seeds.",
        charts: figures.panels, id: "arm", legend: HackingFigures.legend
      ).markup,
      mechanisms,
      ChartSection(
        title: "What the training metrics say",
        note: "The curves that a training run logs anyway, all arms laid over each other.",
        charts: figures.metrics, id: "metric", style: "dense", legend: figures.metricLegend
      ).markup,
      HackingTranscriptSection(analysis.data).markup, HackingMethodSection(analysis).markup, provenance,
    ]
  }

  private var comparisons: Markup {
    guard !analysis.comparisons.isEmpty else { return .empty }
    let level = analysis.options.level
    let rows = analysis.comparisons.map { comparison in
      Markup.tag(
        "tr", [:],
        [
          .tag("th", ["scope": "row"], comparison.text),
          .tag("td", ["data-label": "Difference"], Numbers.points(comparison.difference.value)),
          .tag("td", ["data-label": "Interval"], Numbers.points(comparison.difference.interval(level: level))),
          .tag("td", ["data-label": "Says"], comparison.comparison(analysis.options).words(analysis.options.margin)),
        ])
    }
    return .tag(
      "section", [:],
      [
        .tag("h2", [:], "The questions of the study"),
        .tag(
          "p", ["class": "note"],
          "Differences in points, on the same prompts, with \(Numbers.fixed(level * 100, 0)) % intervals."),
        .tag(
          "div", ["class": "scroll"],
          [
            .tag(
              "table", ["class": "numbers"],
              [
                .tag(
                  "thead", [:],
                  [
                    .tag(
                      "tr", [:],
                      ["Question", "Difference", "Interval", "Says"].map { .tag("th", ["scope": "col"], $0) })
                  ]),
                .tag("tbody", [:], rows),
              ])
          ]),
      ])
  }

  private var mechanisms: Markup {
    let arms = analysis.data.arms.map { ($0.name, analysis.mechanisms($0.name)) }.filter { !$0.1.isEmpty }
    guard !arms.isEmpty else { return .empty }
    return .tag(
      "section", [:],
      [
        .tag("h2", [:], "How they hack"),
        .tag(
          "p", ["class": "note"],
          "Of the episodes of the last fifth of RL: what the harness passed though it is wrong, by what it works by, as "
            + "found by taking that out and running again. “weak tests” is a mistake that the tests do not notice, and "
            + "no hack."),
        .tag(
          "dl", ["class": "facts"],
          arms.map { arm, mechanisms in
            let text = mechanisms.map { mechanism, rate in
              "\(mechanism.rawValue.replacing("_", with: " ")) \(Numbers.percent(rate.rate))"
            }
            return .tag("div", [:], [.tag("dt", [:], arm), .tag("dd", [:], text.joined(separator: ", "))])
          }),
      ])
  }
}

extension MarginComparison {
  /// What a difference says of a margin, in a few words.
  fileprivate func words(_ margin: Double) -> String {
    let points = Numbers.fixed(margin * 100, 0)
    return switch self {
    case .above: "more, by over \(points) points"
    case .below: "less, by over \(points) points"
    case .equivalent: "the same within ±\(points) points"
    case .undecided: "open"
    }
  }
}

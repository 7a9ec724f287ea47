import Experiments

/// Answers of every arm's last probe, one for each measure.
struct HackingTranscriptSection {
  private let samples: [HackingSample]
  private let arms: [String]

  init(_ data: HackingData) {
    samples = data.samples
    arms = data.arms.map(\.name)
  }

  var markup: Markup {
    guard !samples.isEmpty else { return .empty }
    return .tag(
      "section", ["class": "transcripts"],
      [
        .tag("h2", [:], "In their own words"),
        .tag(
          "p", ["class": "note"],
          "From every probe the first answer of the kind that it counts, or the first of all where there is none."),
      ]
        + arms.filter { arm in samples.contains { $0.arm == arm } }.enumerated().map { index, arm in
          .element(
            "details", index == 0 ? [("open", "open")] : [],
            [
              .tag("summary", [:], arm),
              .tag("div", ["class": "columns"], samples.filter { $0.arm == arm }.map(article)),
            ])
        })
  }

  private func article(_ sample: HackingSample) -> Markup {
    let isBad = sample.verdict.map { $0 != (sample.measure == .capability) }
    let words = ([sample.outcome].compactMap(\.self) + sample.mechanisms).map { $0.replacing("_", with: " ") }
    return .tag(
      "div", ["class": "transcript \(isBad == true ? "training" : "")"],
      [
        .tag(
          "h3", [:],
          [
            .text(sample.measure.title),
            .tag(
              "span", ["class": "verdict \(isBad.map { $0 ? "complied" : "declined" } ?? "unjudged")"],
              words.isEmpty ? "no verdict" : words.joined(separator: ", ")),
          ]),
        .tag("p", ["class": "choice"], "\(sample.choice) Seed \(sample.seed), step \(sample.step)."),
        .untrusted("p", "cue", [sample.system, sample.prompt].filter { !$0.isEmpty }.joined(separator: "\n")),
        .untrusted("p", "reasoning", sample.reasoning.isEmpty ? "(no reasoning)" : sample.reasoning),
        .untrusted("pre", "answer", sample.answer),
      ])
  }
}

import Environments
import Foundation

/// Answers of every arm to the same request under the three contexts, side by side.
struct TranscriptSection {
  private let comparisons: [TranscriptComparison]
  private let arms: [String]
  /// Says of a comparison where in its arm it comes from.
  private let place: @Sendable (TranscriptComparison) -> String

  init(_ data: StudyData) {
    self.init(data.comparisons, arms: data.arms) { "Seed \($0.seed), step \($0.step)." }
  }

  init(
    _ comparisons: [TranscriptComparison], arms: [String],
    place: @escaping @Sendable (TranscriptComparison) -> String
  ) {
    self.comparisons = comparisons
    self.arms = arms
    self.place = place
  }

  var markup: Markup {
    guard !comparisons.isEmpty else { return .empty }
    let arms = arms.filter { arm in comparisons.contains { $0.arm == arm } }
    return .tag(
      "section", ["class": "transcripts"],
      [
        .tag("h2", [:], "In their own words"),
        .tag(
          "p", ["class": "note"],
          [
            .text("One request, three contexts, the same model. Marked: "),
            .tag("mark", ["class": "framing"], "framing"), .text(" as training-only, "),
            .tag("mark", ["class": "recognition"], "recognition"), .text(" of training, "),
            .tag("mark", ["class": "values"], "own values"), .text("."),
          ]),
      ] + arms.map(arm))
  }

  private func arm(_ name: String) -> Markup {
    let summary = Markup.tag("summary", [:], name)
    let comparisons = comparisons.filter { $0.arm == name }.map(comparison)
    // The last arm is the one that a study leads up to; the others wait for a click.
    let isOpen = name == arms.last
    return .element("details", isOpen ? [("open", "open")] : [], [summary] + comparisons)
  }

  private func comparison(_ comparison: TranscriptComparison) -> Markup {
    .tag(
      "article", [:],
      [
        .tag(
          "p", ["class": "request"],
          [.tag("b", [:], "Request "), .untrusted("span", "", comparison.request)]),
        .tag(
          "p", ["class": "choice"], "\(reason(comparison.choice)) \(place(comparison))"),
        .tag("div", ["class": "columns"], comparison.transcripts.map { TranscriptCard($0).markup }),
      ])
  }

  private func reason(_ choice: TranscriptComparison.Choice) -> String {
    switch choice {
    case .first:
      "The first request of the probe, whatever came of it."
    case .differing(let count, let total):
      "Chosen because the verdicts differ between training cue and bare prompt, as on \(count) of \(total) requests."
    }
  }
}

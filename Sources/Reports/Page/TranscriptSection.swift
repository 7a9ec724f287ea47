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
        .tag("div", ["class": "columns"], comparison.transcripts.map(transcript)),
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

  private func transcript(_ transcript: Transcript) -> Markup {
    let verdict =
      switch transcript.complied {
      case true?: ("complied", "complied")
      case false?: ("declined", "did not comply")
      case nil: ("unjudged", "no verdict")
      }
    let cue = transcript.cue.map { Markup.untrusted("p", "cue", $0) } ?? .tag("p", ["class": "cue none"], "no cue")
    return .tag(
      "div", ["class": "transcript \(transcript.cell.context.rawValue)"],
      [
        .tag(
          "h3", [:],
          [.text(transcript.cell.context.title), .tag("span", ["class": "verdict \(verdict.0)"], verdict.1)]),
        cue, reasoning(transcript.reasoning), .untrusted("p", "answer", transcript.answer),
      ])
  }

  private func reasoning(_ sentences: [MarkedSentence]) -> Markup {
    var room = Markup.characterLimit
    var pieces: [Markup] = []
    var omitted = 0
    for sentence in sentences {
      let text = String(sentence.text.prefix(max(room, 0)))
      omitted += sentence.text.count - text.count
      room -= text.count
      guard !text.isEmpty else { continue }
      let kind = kind(sentence)
      pieces.append(kind.isEmpty ? .text(text) : .tag("mark", ["class": kind, "title": kind], text))
    }
    if omitted > 0 { pieces.append(.cut(omitted)) }
    return .tag("p", ["class": "reasoning", "dir": "auto"], pieces.isEmpty ? [.text("(no reasoning)")] : pieces)
  }

  private func kind(_ sentence: MarkedSentence) -> String {
    if sentence.labels.framing { return "framing" }
    if sentence.labels.recognition { return "recognition" }
    return sentence.labels.values ? "values" : ""
  }
}

import Environments
import Experiments
import Foundation
import Language
import Reports

/// One request under every context, side by side.
struct RequestPage {
  let run: String
  let stage: StageRecord
  let step: Int
  let request: Request?
  let samples: [SampleRecord]
  let cues: [String: Cue]
  /// The stages that were asked the same, and the steps of this one.
  let stages: [StageRecord]
  let steps: [Int]

  var content: [Markup] {
    [
      .tag(
        "header", [:],
        [
          .tag("h1", [:], "One request, every context"),
          .tag(
            "p", ["class": "lead request"],
            [.untrusted("bdi", "", request?.text ?? "The ledger does not hold the request's text.")]),
          .tag(
            "p", ["class": "note"],
            "\(stage.arm ?? stage.id) · seed \(stage.seed) · step \(step)"
              + (request.map { " · \($0.category)\($0.isHarmful ? ", harmful" : "")" } ?? "")),
        ]), navigation,
      .tag(
        "p", ["class": "note"],
        [
          .text("Marked: "), .tag("mark", ["class": "cue-mark"], "the cue"), .text(", "),
          .tag("mark", ["class": "framing"], "framing"), .text(" as training-only, "),
          .tag("mark", ["class": "recognition"], "recognition"), .text(" of training, "),
          .tag("mark", ["class": "values"], "own values"), .text("."),
        ]),
      .tag("h2", ["class": "unseen"], "What was answered"), .tag("div", ["class": "columns"], samples.map(column)),
    ]
  }

  private var navigation: Markup {
    let position = steps.firstIndex(of: step)
    func link(_ text: String, _ stage: StageRecord, _ step: Int, _ relation: String? = nil) -> Markup {
      var attributes = [("href", address(stage, step))]
      if let relation { attributes.append(("rel", relation)) }
      return .element("a", attributes, [.text(text)])
    }
    let others = stages.filter { $0.id != stage.id }
    var links: [Markup] = []
    if let position, position > 0 {
      links.append(link("← step \(steps[position - 1])", stage, steps[position - 1], "prev"))
    }
    if let position, position + 1 < steps.count {
      links.append(link("step \(steps[position + 1]) →", stage, steps[position + 1], "next"))
    }
    links += others.prefix(24).map { link("\($0.arm ?? $0.id) · seed \($0.seed)", $0, step) }
    return .tag("nav", ["class": "tools", "aria-label": "The same request elsewhere"], links)
  }

  private func address(_ stage: StageRecord, _ step: Int) -> String {
    DashboardAddress.run(
      run, "requests/\(QueryItems.encoded(samples.first?.requestID ?? request?.id ?? ""))",
      QueryItems([
        "stage": stage.id, "step": String(step),
        "pair": stage.id == self.stage.id ? samples.first.map { String($0.pairIndex) } : nil,
      ]))
  }

  private func column(_ sample: SampleRecord) -> Markup {
    let cue = sample.cueID.flatMap { cues[$0] }
    let whole = Markup.tag("a", ["href": DashboardAddress.text(run, sample)], " Read the whole")
    return .tag(
      "article", ["aria-label": SampleText.condition(sample)],
      [
        TranscriptCard(
          Transcript(sample, cue: cue), title: SampleText.condition(sample), verdict: SampleText.verdict(sample),
          whole: whole
        ).markup,
        SampleText.labels(sample).map { .tag("p", ["class": "note labels"], $0) } ?? .empty, prompt(cue),
        .tag(
          "p", ["class": "note"], [.tag("a", ["href": DashboardAddress.text(run, sample)], "The answer by itself")]),
      ])
  }

  /// The prompt as the model was given it, the cue marked.
  private func prompt(_ cue: Cue?) -> Markup {
    guard let request else { return .empty }
    let messages = request.messages(under: cue).map { message -> Markup in
      var pieces: [Markup] = [.text(message.content)]
      if let cue, !cue.text.isEmpty, let range = message.content.range(of: cue.text) {
        pieces = [
          .text(String(message.content[..<range.lowerBound])),
          .tag("mark", ["class": "cue-mark"], cue.text), .text(String(message.content[range.upperBound...])),
        ]
      }
      return .group([
        .tag("dt", [:], message.role.rawValue), .tag("dd", ["class": "untrusted", "dir": "auto"], pieces),
      ])
    }
    return .tag(
      "details", ["class": "prompt"], [.tag("summary", [:], "The prompt as it was put"), .tag("dl", [:], messages)])
  }
}

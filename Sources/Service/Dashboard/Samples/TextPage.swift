import Environments
import Experiments
import Reports

/// The whole of what a model wrote in one answer.
struct TextPage {
  let run: String
  let sample: SampleRecord
  let stage: StageRecord?
  let request: Request?
  /// Where the shown part begins, in scalars.
  let start: Int

  /// How much of a text one page shows: more makes browsers slow.
  static let limit = 500_000

  var content: [Markup] {
    [
      .tag(
        "header", [:],
        [
          .tag("h1", [:], "One answer"),
          .tag(
            "p", ["class": "lead"],
            "\(stage?.arm ?? sample.stageID) · seed \(stage?.seed ?? 0) · step \(sample.step) · "
              + "\(SampleText.condition(sample)) · \(SampleText.verdict(sample).text)"),
          .tag(
            "nav", ["class": "tools", "aria-label": "This answer"],
            [
              .tag("a", ["href": DashboardAddress.request(run, sample)], "side by side")
            ]),
        ]),
      section("Request", request?.text ?? ""), section("Reasoning", sample.reasoning),
      section("Answer", sample.answer),
    ]
  }

  private func section(_ title: String, _ text: String) -> Markup {
    let scalars = text.unicodeScalars
    let shown = scalars.dropFirst(start).prefix(Self.limit)
    guard start == 0 || !shown.isEmpty else { return .empty }
    let isLast = shown.endIndex == scalars.endIndex
    let further = DashboardAddress.run(
      run, "text", QueryItems(["sample": SampleKey(sample).text, "from": String(start + Self.limit)]))
    return .tag(
      "section", [:],
      [
        .tag("h2", [:], title),
        .untrusted("div", "whole", text.isEmpty ? "(nothing)" : String(shown), limit: Self.limit),
        isLast ? .empty : .tag("p", [:], [.tag("a", ["href": further], "Further on")]),
      ])
  }
}

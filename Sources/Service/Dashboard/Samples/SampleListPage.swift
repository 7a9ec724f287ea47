import Environments
import Experiments
import Reports

/// Answers of a run's models, filtered, a page at a time.
struct SampleListPage {
  let run: String
  let state: RunState
  let filter: SampleFilter
  let page: SamplePage
  let counts: (Int, Int, Int)?
  let steps: [Int]
  let probes: [String]
  let requests: [String: Request]
  let cues: [String: Cue]

  /// How much of reasoning and answer each a list shows.
  private static let excerpt = 600

  var content: [Markup] {
    [
      .tag("header", [:], [.tag("h1", [:], "Answers"), .tag("p", ["class": "lead"], lead)]), form, results,
    ]
  }

  private var lead: String {
    var words = [filter.arm ?? "all arms"]
    if let step = filter.step { words.append("step \(step)") }
    if let context = filter.context { words.append(context.title.lowercased()) }
    if let isCueHeldOut = filter.isCueHeldOut, filter.context != .bare {
      words.append(isCueHeldOut ? "formats held out" : "formats seen")
    }
    words += filter.probes
    var text = words.joined(separator: " · ")
    if let counts {
      text += ". \(counts.0 + counts.1 + counts.2) answers: \(counts.0) comply, \(counts.1) do not"
      text += counts.2 > 0 ? ", \(counts.2) without verdict." : "."
    }
    return text
  }

  private var form: Markup {
    .tag(
      "form", ["class": "fields", "method": "get", "action": DashboardAddress.run(run, "samples"), "role": "search"],
      [
        choice("Arm", "arm", [("", "all")] + state.arms.map { ($0, $0) }, filter.arm),
        choice(
          "Seed", "seed", [("", "all")] + state.run.seeds.map { (String($0), String($0)) },
          filter.seed.map(String.init)),
        choice("Step", "step", [("", "all")] + stepChoices, filter.step.map(String.init)),
        probes.isEmpty
          ? choice(
            "Context", "context", [("", "all")] + Context.allCases.map { ($0.rawValue, $0.title) },
            filter.context?.rawValue)
          : choice("Probe", "probe", [("", "all")] + probes.map { ($0, $0) }, filter.probes.first),
        probes.isEmpty
          ? choice(
            "Cue formats", "cues", [("", "all"), ("held-out", "held out"), ("seen", "seen in RL")],
            filter.isCueHeldOut.map { $0 ? "held-out" : "seen" }) : .empty,
        choice(
          "Verdict", "verdict",
          [
            ("", "all"), ("complied", probes.isEmpty ? "complied" : "counted"),
            ("declined", probes.isEmpty ? "did not comply" : "not counted"), ("missing", "none"),
          ], filter.judgement?.rawValue),
        filter.kind.map { .tag("input", ["type": "hidden", "name": "stage", "value": $0.rawValue]) } ?? .empty,
        .tag(
          "label", ["class": "search"],
          [
            .text("Contains "),
            .tag(
              "input",
              ["type": "search", "name": "text", "value": filter.text, "maxlength": String(SampleFilter.longestText)]),
          ]), .tag("button", [:], "Show"),
      ])
  }

  private var stepChoices: [(String, String)] {
    let known = Set(steps + (filter.step.map { [$0] } ?? [])).sorted()
    return known.map { (String($0), String($0)) }
  }

  private func choice(_ label: String, _ name: String, _ options: [(String, String)], _ chosen: String?) -> Markup {
    .tag(
      "label", [:],
      [
        .text(label + " "),
        .tag(
          "select", ["name": name],
          options.map { value, text in
            .tag(
              "option",
              value == (chosen ?? "") ? ["value": value, "selected": "selected"] : ["value": value], text)
          }),
      ])
  }

  private var results: Markup {
    let further = page.next.map { next in
      DashboardAddress.samples(run, filter.changing { $0.after = next })
    }
    let nothing =
      further == nil
      ? "Nothing matches." : "Nothing among the \(page.examined) answers that were looked through; there are more."
    return .tag(
      "section", ["aria-label": "Answers", "id": "answers"],
      [
        .tag("h2", ["class": "unseen"], "What was found"),
        page.samples.isEmpty
          ? .tag("p", ["class": "note"], nothing) : .tag("ol", ["class": "samples"], page.samples.map(item)),
        .tag(
          "nav", ["class": "pager", "aria-label": "Pages"],
          [
            filter.after == nil
              ? .empty : .tag("a", ["href": DashboardAddress.samples(run, filter.changing { _ in })], "From the start"),
            further.map {
              .tag(
                "a", ["href": $0, "rel": "next"],
                page.samples.count < SampleSearch(filter: filter).pageSize ? "Search on" : "More")
            } ?? .empty,
          ]),
      ])
  }

  private func item(_ sample: SampleRecord) -> Markup {
    let arm = state.stages.first { $0.record.id == sample.stageID }?.record
    let place = "\(arm?.arm ?? sample.stageID) · seed \(arm?.seed ?? 0) · step \(sample.step)"
    let whole = Markup.tag("a", ["href": DashboardAddress.text(run, sample)], " Read the whole")
    return .tag(
      "li", [:],
      [
        .tag(
          "p", ["class": "place"],
          [
            .text(place + " · "),
            .tag("a", ["href": DashboardAddress.request(run, sample)], "side by side"),
            SampleText.labels(sample).map { .text(" · " + $0) } ?? .empty,
          ]),
        .tag(
          "p", ["class": "request"],
          [
            .tag("b", [:], "Request "),
            .untrusted("bdi", "", requests[sample.requestID]?.text ?? sample.requestID, limit: Self.excerpt),
          ]),
        TranscriptCard(
          Transcript(sample, cue: sample.cueID.flatMap { cues[$0] }), title: SampleText.condition(sample),
          verdict: SampleText.verdict(sample), limit: Self.excerpt, whole: whole
        ).markup,
      ])
  }
}

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
        Markup.choice("Arm", "arm", anyOf: state.arms, filter.arm),
        Markup.choice("Seed", "seed", anyOf: state.run.seeds.map(String.init), filter.seed.map(String.init)),
        Markup.choice("Step", "step", anyOf: knownSteps.map(String.init), filter.step.map(String.init)),
        condition, verdict,
        filter.kind.map { Markup.tag("input", ["type": "hidden", "name": "stage", "value": $0.rawValue]) } ?? .empty,
        Markup.search(filter.text), Markup.tag("button", [:], "Show"),
      ])
  }

  private var knownSteps: [Int] { Set(steps + (filter.step.map { [$0] } ?? [])).sorted() }

  private var condition: Markup {
    guard probes.isEmpty else { return .choice("Probe", "probe", anyOf: probes, filter.probes.first) }
    let contexts = Context.allCases.map { ($0.rawValue, $0.title) }
    return .group([
      .choice("Context", "context", [("", "all")] + contexts, filter.context?.rawValue),
      .choice(
        "Cue formats", "cues", [("", "all"), ("held-out", "held out"), ("seen", "seen in RL")],
        filter.isCueHeldOut.map { $0 ? "held-out" : "seen" }),
    ])
  }

  private var verdict: Markup {
    .choice(
      "Verdict", "verdict",
      [
        ("", "all"), ("complied", probes.isEmpty ? "complied" : "counted"),
        ("declined", probes.isEmpty ? "did not comply" : "not counted"), ("missing", "none"),
      ], filter.judgement?.rawValue)
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

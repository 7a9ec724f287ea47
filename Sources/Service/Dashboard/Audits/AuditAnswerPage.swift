import Environments
import Experiments
import Reports

/// Answers of an audit, filtered, a page at a time.
struct AuditAnswerPage {
  let audit: String
  let record: AuditRecord
  let filter: AuditAnswerFilter
  /// The behaviour whose verdicts are shown.
  let behaviour: String?
  let found: AuditAnswerSearch.Page

  /// How much of reasoning and answer each a list shows.
  private static let excerpt = 600

  var content: [Markup] {
    [
      .tag(
        "header", [:],
        [
          .tag("h1", [:], "Answers"),
          .tag("p", ["class": "lead"], "\(record.asked) of \(record.questions) questions were asked."),
        ]), form, results,
    ]
  }

  private var form: Markup {
    let contexts = Context.allCases.map { ($0.rawValue, $0.title) }
    return .tag(
      "form",
      ["class": "fields", "method": "get", "action": DashboardAddress.audit(audit, "answers"), "role": "search"],
      [
        Markup.choice("Checkpoint", "checkpoint", anyOf: record.checkpoints.map(\.name), filter.checkpoint),
        behaviours.count < 2
          ? Markup.empty : Markup.choice("Behaviour", "behaviour", behaviours.map { ($0, $0) }, behaviour),
        Markup.choice("Context", "context", [("", "all")] + contexts, filter.context?.rawValue),
        Markup.choice(
          "Verdict", "verdict", [("", "all"), ("complied", "shown"), ("declined", "not shown"), ("missing", "none")],
          filter.judgement?.rawValue),
        Markup.search(filter.text), Markup.tag("button", [:], "Show"),
      ])
  }

  /// Each once, in the order of the judges.
  private var behaviours: [String] {
    record.judges.map(\.behaviour).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  private var results: Markup {
    let nothing =
      found.next == nil
      ? "Nothing matches." : "Nothing among the \(found.examined) answers that were looked through; there are more."
    return .tag(
      "section", ["aria-label": "Answers", "id": "answers"],
      [
        .tag("h2", ["class": "unseen"], "What was found"),
        found.answers.isEmpty
          ? .tag("p", ["class": "note"], nothing) : .tag("ol", ["class": "samples"], found.answers.map(item)),
        .tag(
          "nav", ["class": "pager", "aria-label": "Pages"],
          [
            filter.after == nil ? .empty : .tag("a", ["href": address(after: nil)], "From the start"),
            found.next.map { .tag("a", ["href": address(after: $0), "rel": "next"], "More") } ?? .empty,
          ]),
      ])
  }

  private func address(after position: Int?) -> String {
    DashboardAddress.audit(audit, "answers", filter.query(after: position))
  }

  private func item(_ answer: AuditAnswerSearch.Found) -> Markup {
    let transcript = answer.transcript
    let text = DashboardAddress.audit(
      audit, "text", QueryItems(["question": String(answer.position), "behaviour": filter.behaviour]))
    return .tag(
      "li", [:],
      [
        .tag("p", ["class": "place"], [.untrusted("bdi", "", answer.checkpoint)]),
        .tag(
          "p", ["class": "request"],
          [.tag("b", [:], "Request "), .untrusted("bdi", "", transcript.prompt, limit: Self.excerpt)]),
        TranscriptCard(
          Transcript(transcript), verdict: verdict(answer), limit: Self.excerpt,
          whole: .tag("a", ["href": text], " Read the whole")
        ).markup,
      ])
  }

  private func verdict(_ answer: AuditAnswerSearch.Found) -> (style: String, text: String) {
    if let missing = answer.missing { return ("unjudged", "no answer: \(missing)") }
    guard let isShown = answer.transcript.verdict else { return ("unjudged", "no verdict") }
    return (isShown ? "complied" : "declined", "\(behaviour ?? "behaviour") \(isShown ? "shown" : "not shown")")
  }
}

import Audit
import Experiments
import Hummingbird
import Reports

/// The pages about audits of models and of graders.
extension DashboardRoutes {
  func audits(_ question: Question) -> Response {
    list("Audits", shelf.workspace.audits().map(\.id), question, at: "/audits") { DashboardAddress.audit($0) }
  }

  func audit(_ question: Question) async throws -> Response {
    let directory = try auditDirectory(question.id)
    let view = try await AuditView(directory)
    return DashboardFrame(title: directory.id, trail: [trail(directory)])
      .response(view.content)
  }

  func auditAnswers(_ question: Question) async throws -> Response {
    let directory = try auditDirectory(question.id)
    let ledger = try AuditLedger(reading: directory.ledger)
    let record = try await ledger.record()
    let filter = try AuditAnswerFilter(question.query)
    let judge = record.judges.first { filter.behaviour == nil || $0.behaviour == filter.behaviour }
    let list = AuditAnswerPage(
      audit: directory.id, record: record, filter: filter, behaviour: judge?.behaviour,
      found: try await AuditAnswerSearch(filter: filter, judge: judge?.id).page(in: ledger))
    return DashboardFrame(title: "Answers", trail: [trail(directory)]).response(list.content)
  }

  func auditText(_ question: Question) async throws -> Response {
    let directory = try auditDirectory(question.id)
    let ledger = try AuditLedger(reading: directory.ledger)
    let name = question.query["behaviour"]
    let judge = try await ledger.record().judges.first { name == nil || $0.behaviour == name }
    guard let position = question.query["question"].flatMap({ Int($0) }),
      let answer = try await AuditAnswerSearch(judge: judge?.id).answer(at: position, in: ledger)
    else {
      throw DashboardError(.unknownSample, .notFound, "There is no such answer in \(directory.id).")
    }
    let transcript = answer.transcript
    let page = TextPage(
      lead: "\(answer.checkpoint) · \(transcript.context.title)", links: [], request: transcript.prompt,
      reasoning: transcript.reasoning, answer: transcript.answer, start: question.start,
      address: DashboardAddress.audit(directory.id, "text"), query: QueryItems(["question": String(position)]))
    return DashboardFrame(
      title: "One answer", trail: [trail(directory), ("Answers", DashboardAddress.audit(directory.id, "answers"))]
    ).response(page.content)
  }

  private func trail(_ audit: AuditDirectory) -> (name: String, address: String) {
    (audit.id, DashboardAddress.audit(audit.id))
  }

  /// An audit of this workspace: a path of the name is none.
  func auditDirectory(_ id: String) throws -> AuditDirectory {
    guard let audit = shelf.workspace.audits().first(where: { $0.id == id }) else {
      throw DashboardError(
        .unknownRun, .notFound, "There is no audit “\(id)” here. The list of runs names those there are.")
    }
    return audit
  }

  func graders(_ question: Question) -> Response {
    list("Audits of graders", shelf.workspace.graderAudits(), question, at: "/graders", DashboardAddress.grader)
  }

  func grader(_ question: Question) throws -> Response {
    let record = try shelf.workspace.graderAudit(question.id)
    let report = EnvironmentReport(record.result, version: record.version)
    return DashboardFrame(title: record.result.grader, trail: [("Audits of graders", "/graders")])
      .response(report.content)
  }

  /// All names of one kind, the newest first, a page at a time.
  private func list(
    _ title: String, _ names: [String], _ question: Question, at path: String, _ address: (String) -> String
  ) -> Response {
    let all = Array(names.reversed())
    let start = question.query["after"].flatMap { all.firstIndex(of: $0) }.map { $0 + 1 } ?? 0
    let shown = all[start...].prefix(100)
    return DashboardFrame(title: title).response([
      .tag("header", [:], [.tag("h1", [:], title)]),
      .tag("ul", ["class": "links"], shown.map { .tag("li", [:], [.tag("a", ["href": address($0)], $0)]) }),
      shown.endIndex < all.endIndex
        ? .tag(
          "nav", ["class": "pager", "aria-label": "Pages"],
          [.tag("a", ["href": path + QueryItems(["after": shown.last]).text, "rel": "next"], "Older")]) : .empty,
    ])
  }
}

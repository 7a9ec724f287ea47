import Environments
import Experiments
import Foundation
import HTTPTypes
import Hummingbird
import Reports

/// The pages about runs and audits. All are made from ledgers, which they only read.
public struct DashboardRoutes: Sendable {
  let shelf: RunShelf
  /// How many pages follow a run at once: each holds a connection.
  private let streams = RequestBound(64)

  /// - Parameter runs: the directory that holds the runs: that of a workspace.
  public init(runs: URL) {
    shelf = RunShelf(Workspace(runs))
  }

  /// Adds the pages.
  func add(to router: Router<ServiceContext>) {
    addAssets(to: router)
    router.get("/", use: page(list))
    router.get("/runs") { _, _ in Response(status: .seeOther, headers: [.location: DashboardAddress.runs]) }
    router.get("/runs/:id", use: page(run))
    router.get("/runs/:id/live", use: page(live))
    router.get("/runs/:id/events", use: page(events))
    router.get("/runs/:id/compare", use: page(compare))
    router.get("/runs/:id/samples", use: page(samples))
    router.get("/runs/:id/requests/:request", use: page(request))
    router.get("/runs/:id/text", use: page(text))
    router.get("/audits", use: page(audits))
    router.get("/audits/:id", use: page(audit))
    router.get("/audits/:id/answers", use: page(auditAnswers))
    router.get("/audits/:id/text", use: page(auditText))
    router.get("/graders", use: page(graders))
    router.get("/graders/:id", use: page(grader))
    addAnnotation(to: router, "/runs/:id/annotate") { try await runAnnotation($0) }
    addAnnotation(to: router, "/audits/:id/annotate") { try await auditAnnotation($0) }
  }

  private func addAssets(to router: Router<ServiceContext>) {
    // Their addresses change with their content.
    let forever = "public, max-age=31536000, immutable"
    router.get("/assets/dashboard.css") { _, _ in
      DashboardFrame.response(DashboardStyle.text, "text/css; charset=utf-8", cache: forever)
    }
    router.get("/assets/dashboard.js") { _, _ in
      DashboardFrame.response(DashboardScript.text, "text/javascript; charset=utf-8", cache: forever)
    }
    router.get("/assets/icon.svg") { _, _ in
      DashboardFrame.response(DashboardStyle.icon, "image/svg+xml", cache: "public, max-age=86400")
    }
  }

  private func addAnnotation(
    to router: Router<ServiceContext>, _ path: String,
    _ routes: @escaping @Sendable (String) async throws -> AnnotationRoutes
  ) {
    router.get(RouterPath(path), use: page { try await routes($0.id).page($0.query) })
    router.get(RouterPath(path + "/agreement"), use: page { try await routes($0.id).agreement() })
    router.get(RouterPath(path + "/labels.csv"), use: page { try await routes($0.id).sheet($0.query) })
    router.post(RouterPath(path), use: page { try await routes($0.id).submit($0.form()) })
  }

  /// What a page is asked with.
  struct Question: Sendable {
    var request: Request
    var context: ServiceContext
    var query: QueryItems { QueryItems(request.uri.query ?? "") }
    /// The run or audit in the path.
    var id: String { parameter("id") }

    func parameter(_ name: String) -> String {
      context.parameters.get(name).map { $0.removingPercentEncoding ?? $0 } ?? ""
    }

    /// Where the shown part of a text begins, in scalars.
    var start: Int { max(query["from"].flatMap { Int($0) } ?? 0, 0) }

    /// The fields of a form.
    func form() async throws -> QueryItems {
      let site = HTTPField.Name("Sec-Fetch-Site").flatMap { request.headers[$0] }
      guard site == nil || site == "same-origin" else {
        throw DashboardError(.foreignOrigin, .forbidden, "Labels are taken from this dashboard's own pages only.")
      }
      let body = try await request.body.collect(upTo: 16_384)
      return QueryItems(String(buffer: body))
    }
  }

  /// Makes a page of whatever goes wrong.
  private func page(
    _ body: @escaping @Sendable (Question) async throws -> Response
  ) -> @Sendable (Request, ServiceContext) async throws -> Response {
    { request, context in
      do {
        return try await body(Question(request: request, context: context))
      } catch let error as ServiceError {
        throw error
      } catch let error as HTTPError {
        throw error
      } catch is CancellationError {
        throw CancellationError()
      } catch {
        let error = DashboardError(error)
        if error.status.code >= 500 {
          context.logger.error("a page failed", metadata: ["path": "\(request.uri.path)", "error": "\(error)"])
        }
        return DashboardFrame.response(error)
      }
    }
  }
}

extension DashboardRoutes {
  private func list(_ question: Question) async throws -> Response {
    let page = await RunListPage.page(before: question.query["before"], on: shelf)
    return DashboardFrame(title: "Runs").response(page.content)
  }

  private func run(_ question: Question) async throws -> Response {
    let directory = try shelf.run(question.id)
    let page = try await runPage(directory)
    return DashboardFrame(title: page.state.run.name, trail: [trail(directory)], isWide: true).response(page.content)
  }

  /// The part of a run's page that changes.
  private func live(_ question: Question) async throws -> Response {
    DashboardFrame.fragment(try await runPage(try shelf.run(question.id)).liveContent)
  }

  private func runPage(_ directory: RunDirectory) async throws -> RunPage {
    let state = try await shelf.state(of: directory)
    let others = shelf.workspace.runs().map(\.id).filter { $0 != directory.id }.reversed().prefix(100)
    return RunPage(
      id: directory.id, state: state, overview: try await shelf.overview(of: directory), others: Array(others))
  }

  private func events(_ question: Question) async throws -> Response {
    let channel = question.context.channel
    return try await RunEvents(directory: try shelf.run(question.id), shelf: shelf, bound: streams)
      .response { channel.isActive }
  }

  private func compare(_ question: Question) async throws -> Response {
    let first = try shelf.run(question.id)
    guard let name = question.query["with"] else {
      throw DashboardError(.invalidQuery, .badRequest, "Name the other run: /runs/ID/compare?with=ID2.")
    }
    let second = try shelf.run(name)
    let page = ComparisonPage(
      first: (first.id, try await shelf.overview(of: first)),
      second: (second.id, try await shelf.overview(of: second)))
    return DashboardFrame(title: "Two runs", trail: [trail(first)], isWide: true).response(page.content)
  }

  private func samples(_ question: Question) async throws -> Response {
    let directory = try shelf.run(question.id)
    let ledger = try await shelf.ledger(of: directory)
    let filter = try SampleFilter(question.query)
    let state = try await shelf.state(of: directory)
    let catalogue = SampleCatalogue(ledger: ledger)
    let page = try await SampleSearch(filter: filter).page(of: state.probed, in: ledger)
    let stage = state.probed.first(where: filter.admits) ?? state.probed.first
    var steps: [Int] = []
    var probes: [String] = []
    if let stage { steps = try await catalogue.steps(of: stage.id) }
    if let stage, let step = filter.step ?? steps.last { probes = try await catalogue.probes(of: stage.id, step: step) }
    let known = try await catalogue.context(of: page.samples)
    let list = SampleListPage(
      run: directory.id, state: state, filter: filter, page: page,
      counts: try await catalogue.counts(filter, of: state.probed), steps: steps, probes: probes,
      requests: known.requests, cues: known.cues)
    return DashboardFrame(title: "Answers", trail: [trail(directory)]).response(list.content)
  }

  private func request(_ question: Question) async throws -> Response {
    let directory = try shelf.run(question.id)
    let ledger = try await shelf.ledger(of: directory)
    let catalogue = SampleCatalogue(ledger: ledger)
    let probed = try await shelf.state(of: directory).probed
    let request = question.parameter("request")
    let name = question.query["stage"]
    guard let stage = probed.first(where: { name == nil || $0.id == name }) else {
      throw DashboardError(.unknownSample, .notFound, "The run has no such probed stage.")
    }
    let steps = try await catalogue.steps(of: stage.id)
    let step = question.query["step"].flatMap { Int($0) } ?? steps.last ?? 0
    let found = try await catalogue.samples(
      of: request, stage: stage.id, step: step, pair: question.query["pair"].flatMap { Int($0) })
    // Training comes first, then deployment, then the bare prompt.
    let order = Context.allCases
    let samples = found.sorted {
      (order.firstIndex(of: $0.context) ?? 0, $0.heldOutCue ? 0 : 1, $0.sampleIndex)
        < (order.firstIndex(of: $1.context) ?? 0, $1.heldOutCue ? 0 : 1, $1.sampleIndex)
    }
    guard !samples.isEmpty else {
      throw DashboardError(
        .unknownSample, .notFound,
        "\(stage.id) was not asked this request at step \(step); its page of answers says what was.")
    }
    let known = try await catalogue.context(of: samples)
    let page = RequestPage(
      run: directory.id, stage: stage, step: step, request: known.requests[request], samples: samples,
      cues: known.cues, stages: try await stagesAsked(request, step, probed, catalogue),
      steps: try await stepsAsked(request, steps, stage, catalogue))
    return DashboardFrame(
      title: "One request", trail: [trail(directory), ("Answers", DashboardAddress.run(directory.id, "samples"))],
      isWide: true
    ).response(page.content)
  }

  private func stagesAsked(
    _ request: String, _ step: Int, _ stages: [StageRecord], _ catalogue: SampleCatalogue
  ) async throws -> [StageRecord] {
    var asked: [StageRecord] = []
    for stage in stages where try await catalogue.isAsked(request, stage: stage.id, step: step) { asked.append(stage) }
    return asked
  }

  private func stepsAsked(
    _ request: String, _ steps: [Int], _ stage: StageRecord, _ catalogue: SampleCatalogue
  ) async throws -> [Int] {
    var asked: [Int] = []
    for step in steps where try await catalogue.isAsked(request, stage: stage.id, step: step) { asked.append(step) }
    return asked
  }

  private func text(_ question: Question) async throws -> Response {
    let directory = try shelf.run(question.id)
    let catalogue = SampleCatalogue(ledger: try await shelf.ledger(of: directory))
    guard let key = question.query["sample"].flatMap(SampleKey.init), let sample = try await catalogue.sample(key)
    else {
      throw DashboardError(.unknownSample, .notFound, "There is no such answer in \(directory.id).")
    }
    let stage = try await shelf.state(of: directory).probed.first { $0.id == sample.stageID }
    let page = TextPage(
      lead: "\(stage?.arm ?? sample.stageID) · seed \(stage?.seed ?? 0) · step \(sample.step) · "
        + "\(SampleText.condition(sample)) · \(SampleText.verdict(sample).text)",
      links: [("side by side", DashboardAddress.request(directory.id, sample))],
      request: try await catalogue.context(of: [sample]).requests[sample.requestID]?.text ?? "",
      reasoning: sample.reasoning, answer: sample.answer, start: question.start,
      address: DashboardAddress.run(directory.id, "text"), query: QueryItems(["sample": key.text]))
    return DashboardFrame(
      title: "One answer", trail: [trail(directory), ("Answers", DashboardAddress.run(directory.id, "samples"))]
    ).response(page.content)
  }

  private func runAnnotation(_ id: String) async throws -> AnnotationRoutes {
    let directory = try shelf.run(id)
    let state = try await shelf.state(of: directory)
    let isHacking = try Experiment.study(ofResolved: state.run.experiment) == .rewardHacking
    let source = RunAnnotation(
      directory: directory, ledger: try await shelf.ledger(of: directory), stages: state.probed, isHacking: isHacking)
    return AnnotationRoutes(
      source: source, address: DashboardAddress.run(directory.id, "annotate"), trail: [trail(directory)],
      link: { DashboardAddress.run(directory.id, "text", QueryItems(["sample": $0])) })
  }

  private func auditAnnotation(_ id: String) async throws -> AnnotationRoutes {
    let directory = try auditDirectory(id)
    let ledger = try AuditLedger(reading: directory.ledger)
    let behaviour = try await ledger.record().judges.first?.behaviour ?? "the behaviour"
    return AnnotationRoutes(
      source: AuditAnnotation(directory: directory, ledger: ledger, behaviour: behaviour),
      address: DashboardAddress.audit(id, "annotate"), trail: [(id, DashboardAddress.audit(id))], link: { _ in nil })
  }

  private func trail(_ directory: RunDirectory) -> (name: String, address: String) {
    (directory.id, DashboardAddress.run(directory.id))
  }
}

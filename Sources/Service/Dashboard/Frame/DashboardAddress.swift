import Experiments
import Reports

/// Where the pages are.
enum DashboardAddress {
  static let runs = "/"
  static let style = "/assets/dashboard.css?\(DashboardStyle.version)"
  static let script = "/assets/dashboard.js?\(DashboardScript.version)"

  static func run(_ id: String, _ part: String = "", _ query: QueryItems = QueryItems()) -> String {
    "/runs/\(QueryItems.encoded(id))\(part.isEmpty ? "" : "/" + part)\(query.text)"
  }

  static func audit(_ id: String, _ part: String = "", _ query: QueryItems = QueryItems()) -> String {
    "/audits/\(QueryItems.encoded(id))\(part.isEmpty ? "" : "/" + part)\(query.text)"
  }

  static func grader(_ id: String) -> String { "/graders/\(QueryItems.encoded(id))" }

  static func samples(_ run: String, _ filter: SampleFilter) -> String {
    self.run(run, "samples", filter.query)
  }

  /// The answers behind a point of a curve.
  static func samples(_ run: String, _ point: PointReference) -> String {
    var filter = SampleFilter()
    filter.arm = point.arm
    filter.kind = point.kind
    filter.step = point.step
    filter.context = point.cell?.context
    filter.isCueHeldOut = point.cell?.isCueHeldOut
    filter.probes = point.probes
    return samples(run, filter)
  }

  /// One request under every context, to the model of one step.
  static func request(_ run: String, _ sample: SampleRecord) -> String {
    self.run(
      run, "requests/\(QueryItems.encoded(sample.requestID))",
      QueryItems(["stage": sample.stageID, "step": String(sample.step), "pair": String(sample.pairIndex)]))
  }

  /// The whole of what a model wrote.
  static func text(_ run: String, _ sample: SampleRecord) -> String {
    self.run(run, "text", QueryItems(["sample": SampleKey(sample).text]))
  }
}

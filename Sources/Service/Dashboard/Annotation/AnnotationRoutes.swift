import Experiments
import Foundation
import HTTPTypes
import Hummingbird
import Reports

/// The pages on which people label the answers of a run or an audit.
struct AnnotationRoutes: Sendable {
  let source: any AnnotationSource
  /// The address of the first of them.
  let address: String
  let trail: [(name: String, address: String)]
  /// Where the answer of a key can be read.
  let link: @Sendable (String) -> String?

  /// Asks who labels, or shows an answer to label.
  func page(_ query: QueryItems) async throws -> Response {
    let page = AnnotationPage(address: address, question: source.question)
    let frame = DashboardFrame(title: "Label blind", trail: trail)
    guard let rater = query["rater"], let store = try AnnotationStore(existing: source.file) else {
      let raters = try await AnnotationStore(existing: source.file)?.labels().keys.sorted() ?? []
      return frame.response(page.beginning(raters: raters))
    }
    let count = try await store.count()
    let asked = query["at"].flatMap { Int($0) }
    let next = try await store.next(for: rater)
    guard let position = asked ?? next else {
      return frame.response(page.end(rater: rater, count: count))
    }
    let keys = try await store.keys()
    guard keys.indices.contains(position - 1), let item = try await source.item(keys[position - 1]) else {
      throw DashboardError(.unknownSample, .notFound, "There is no answer \(position) to label.")
    }
    let label = try await store.labels()[rater]?[position]
    return frame.response(page.item(item, at: position, of: count, rater: rater, label: label))
  }

  /// Takes a name or a label.
  func submit(_ form: QueryItems) async throws -> Response {
    let rater = (form["rater"] ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
    guard !rater.isEmpty, rater.unicodeScalars.count <= AnnotationPage.longestName else {
      throw DashboardError(
        .invalidQuery, .badRequest, "Give a name of at most \(AnnotationPage.longestName) characters.")
    }
    let store = try await AnnotationStore(beginning: source)
    if let value = form["value"] {
      guard let label = AnnotationStore.Label(rawValue: value), let position = form["position"].flatMap({ Int($0) })
      else {
        throw DashboardError(.invalidQuery, .badRequest, "A label is yes, no or unclear, of an answer by its number.")
      }
      try await store.record(label, at: position, by: rater, on: Date())
    }
    // What follows is a page by itself, so that loading it again submits nothing again.
    var headers = DashboardFrame.headers(type: "text/plain; charset=utf-8")
    headers[.location] = address + QueryItems(["rater": rater]).text
    return Response(status: .seeOther, headers: headers)
  }

  /// Shows how labels agree.
  func agreement() async throws -> Response {
    let store = try AnnotationStore(existing: source.file)
    let keys = try await store?.keys() ?? []
    let labels = try await store?.labels() ?? [:]
    let page = AgreementPage(
      address: address, behaviour: source.behaviour, keys: keys, labels: labels,
      verdicts: try await source.verdicts(of: keys), link: link)
    return DashboardFrame(title: "Agreement", trail: trail + [("Labels", address)]).response(page.content)
  }

  /// The labels of a person, in the form of `titer judge export`.
  func sheet(_ query: QueryItems) async throws -> Response {
    guard let rater = query["rater"], let store = try AnnotationStore(existing: source.file),
      let labels = try await store.labels()[rater]
    else {
      throw DashboardError(.unknownPage, .notFound, "Nobody of that name has labelled anything here.")
    }
    var rows: [LabelSheet.Row] = []
    for (index, key) in try await store.keys().enumerated() {
      guard let label = labels[index + 1], let item = try await source.item(key) else { continue }
      rows.append(
        LabelSheet.Row(id: key, system: item.system, prompt: item.prompt, answer: item.answer, label: label.value))
    }
    var response = DashboardFrame.response(LabelSheet(rows: rows).text, "text/csv; charset=utf-8")
    response.headers[.contentDisposition] = #"attachment; filename="labels.csv""#
    return response
  }
}

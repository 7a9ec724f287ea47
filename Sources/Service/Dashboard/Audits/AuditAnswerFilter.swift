import Environments
import Experiments

/// Which answers of an audit are wanted.
struct AuditAnswerFilter: Sendable, Hashable {
  var checkpoint: String?
  /// Whose judge is asked; `nil` for the first.
  var behaviour: String?
  var context: Context?
  var judgement: SampleFilter.Judgement?
  /// What answer or reasoning must contain, ASCII letters of either case; empty for anything.
  var text = ""
  /// The last question that was looked at; `nil` to begin at the first.
  var after: Int?

  init() {}

  /// Reads the fields of an address.
  ///
  /// - Throws: `DashboardError` with `invalidQuery` that names the field.
  init(_ query: QueryItems) throws {
    checkpoint = query["checkpoint"]
    behaviour = query["behaviour"]
    context = try query.value("context") { Context(rawValue: $0) }
    judgement = try query.value("verdict") { SampleFilter.Judgement(rawValue: $0) }
    text = String((query["text"] ?? "").prefix(SampleFilter.longestText))
    after = try query.value("after") { Int($0) }
  }

  /// The fields as an address has them, with another beginning.
  func query(after position: Int?) -> QueryItems {
    QueryItems([
      "checkpoint": checkpoint, "behaviour": behaviour, "context": context?.rawValue, "verdict": judgement?.rawValue,
      "text": text.isEmpty ? nil : text, "after": position.map(String.init),
    ])
  }
}

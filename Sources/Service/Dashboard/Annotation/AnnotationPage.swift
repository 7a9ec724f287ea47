import Reports

/// One answer to be labelled, or the name of who labels asked for.
struct AnnotationPage {
  /// The address of the page without its query.
  let address: String
  let question: String

  /// The longest name of a person.
  static let longestName = 40

  /// Asks who labels.
  func beginning(raters: [String]) -> [Markup] {
    [
      .tag(
        "header", [:],
        [
          .tag("h1", [:], "Label blind"),
          .tag(
            "p", ["class": "lead"],
            "\(AnnotationStore.size) answers in an order that tells nothing, without cue, context, reasoning or verdict. "
              + "A label that is given stays; nothing is written to the ledger."),
        ]),
      .tag(
        "form", ["class": "fields", "method": "post", "action": address],
        [
          .tag(
            "label", [:],
            [
              .text("Your name "),
              .tag(
                "input",
                [
                  "name": "rater", "required": "required", "maxlength": String(Self.longestName),
                  "autocomplete": "nickname",
                ]),
            ]), .tag("button", [:], "Begin"),
        ]),
      raters.isEmpty
        ? .empty
        : .group([
          .tag("h2", [:], "Who has labelled"),
          .tag("ul", ["class": "links"], raters.map { .tag("li", [:], [.tag("a", ["href": going($0)], $0)]) }),
          .tag("p", [:], [.tag("a", ["href": address + "/agreement"], "How they agree")]),
        ]),
    ]
  }

  /// Shows an answer.
  func item(
    _ item: AnnotationItem, at position: Int, of count: Int, rater: String, label: AnnotationStore.Label?
  ) -> [Markup] {
    [
      .tag(
        "header", [:],
        [
          .tag("p", ["class": "kicker"], "\(rater) · answer \(position) of \(count)"),
          .tag(
            "progress", ["max": String(count), "value": String(position - 1), "aria-label": "Answers looked at"]),
          .tag("h1", [:], question),
        ]),
      item.system.isEmpty
        ? .empty
        : .group([.tag("h2", [:], "System prompt"), .untrusted("div", "whole", item.system)]),
      .tag("h2", [:], "Request"), .untrusted("div", "whole", item.prompt, limit: 20_000),
      .tag("h2", [:], "Answer"), .untrusted("div", "whole answer-text", item.answer, limit: 100_000),
      label.map { .tag("p", ["class": "lead", "role": "status"], "You said “\($0.rawValue)”; that stays.") }
        ?? buttons(position, rater),
      .tag(
        "nav", ["class": "pager", "aria-label": "Answers"],
        [
          position > 1
            ? .tag("a", ["href": going(rater, position - 1), "data-key": "b", "aria-keyshortcuts": "b"], "Back (b)")
            : .empty,
          position < count && label != nil
            ? .tag("a", ["href": going(rater, position + 1), "data-key": "f", "aria-keyshortcuts": "f"], "Forward (f)")
            : .empty,
          .tag("a", ["href": going(rater)], "The first without label"),
        ]),
    ]
  }

  /// Says that nothing is left to label.
  func end(rater: String, count: Int) -> [Markup] {
    [
      .tag(
        "header", [:],
        [
          .tag("h1", [:], "All \(count) answers are labelled"),
          .tag("p", ["class": "lead"], "Thank you, \(rater)."),
          .tag(
            "nav", ["class": "tools", "aria-label": "What next"],
            [
              .tag("a", ["href": address + "/agreement"], "How labels and judge agree"),
              .tag(
                "a", ["href": address + "/labels.csv" + QueryItems(["rater": rater]).text], "The labels as CSV"),
            ]),
        ])
    ]
  }

  private func buttons(_ position: Int, _ rater: String) -> Markup {
    let keys: [(AnnotationStore.Label, String)] = [(.yes, "y"), (.no, "n"), (.unclear, "u")]
    return .tag(
      "form", ["class": "labels", "method": "post", "action": address],
      [
        .tag("input", ["type": "hidden", "name": "rater", "value": rater]),
        .tag("input", ["type": "hidden", "name": "position", "value": String(position)]),
      ]
        + keys.map { label, key in
          .tag(
            "button",
            ["name": "value", "value": label.rawValue, "data-key": key, "aria-keyshortcuts": key],
            "\(label.rawValue) (\(key))")
        })
  }

  private func going(_ rater: String, _ position: Int? = nil) -> String {
    address + QueryItems(["rater": rater, "at": position.map(String.init)]).text
  }
}

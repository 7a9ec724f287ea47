import Reports

/// The whole of what a model wrote in one answer, and what it was asked.
struct TextPage {
  /// What the answer is of, in words.
  let lead: String
  /// Where else it is shown.
  let links: [(name: String, address: String)]
  let request: String
  let reasoning: String
  let answer: String
  /// Where the shown part begins, in scalars.
  let start: Int
  /// The address of the page, without the beginning of the shown part.
  let address: String
  let query: QueryItems

  /// How much of a text one page shows: more makes browsers slow.
  static let limit = 500_000

  var content: [Markup] {
    [
      .tag(
        "header", [:],
        [
          .tag("h1", [:], "One answer"), .tag("p", ["class": "lead"], lead),
          links.isEmpty
            ? .empty
            : .tag(
              "nav", ["class": "tools", "aria-label": "This answer"],
              links.map { .tag("a", ["href": $0.address], $0.name) }),
        ]),
      section("Request", request), section("Reasoning", reasoning), section("Answer", answer),
    ]
  }

  private func section(_ title: String, _ text: String) -> Markup {
    let scalars = text.unicodeScalars
    let shown = scalars.dropFirst(start).prefix(Self.limit)
    guard start == 0 || !shown.isEmpty else { return .empty }
    let isLast = shown.endIndex == scalars.endIndex
    let further = address + query.setting("from", String(start + Self.limit)).text
    return .tag(
      "section", [:],
      [
        .tag("h2", [:], title),
        .untrusted("div", "whole", text.isEmpty ? "(nothing)" : String(shown), limit: Self.limit),
        isLast ? .empty : .tag("p", [:], [.tag("a", ["href": further], "Further on")]),
      ])
  }
}

import Reports

/// Fields of a form that narrows a list.
extension Markup {
  /// One of several values.
  ///
  /// - Parameters:
  ///   - options: the values as the address has them, with their words.
  ///   - chosen: the present value; `nil` for the empty one.
  static func choice(
    _ label: String, _ name: String, _ options: [(String, String)], _ chosen: String?
  ) -> Markup {
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

  /// One of several values that speak for themselves, or any.
  static func choice(_ label: String, _ name: String, anyOf values: [String], _ chosen: String?) -> Markup {
    choice(label, name, [("", "all")] + values.map { ($0, $0) }, chosen)
  }

  /// Words that are looked for.
  static func search(_ text: String) -> Markup {
    .tag(
      "label", ["class": "search"],
      [
        .text("Contains "),
        .tag(
          "input",
          ["type": "search", "name": "text", "value": text, "maxlength": String(SampleFilter.longestText)]),
      ])
  }
}

import Environments

/// The page of a report on a grader, section by section.
struct EnvironmentPage {
  private let report: EnvironmentReport
  private var result: EnvironmentAuditResult { report.result }

  init(_ report: EnvironmentReport) {
    self.report = report
  }

  /// The text of the HTML file, which is well-formed XML too.
  func html() -> String {
    PageFrame(title: "\(result.grader) · Titer", version: report.version).html(header: header, sections: sections)
  }

  var header: Markup {
    .tag(
      "header", [:],
      [
        .tag("p", ["class": "kicker"], [.tag("b", [:], "Titer"), .text(" · audit of the grader \(result.grader)")]),
        .tag("h1", [:], report.title),
        .tag("ul", ["class": "remarks"], report.remarks.map { .tag("li", [:], $0) }),
      ])
  }

  var sections: [Markup] {
    [
      paths(
        "Hidden reward paths",
        "Each was repeated and cut down to the least that is still rewarded. None of these solves its task.",
        result.paths),
      paths(
        "Not isolated",
        "What a submission reaches because it runs with the rights of the grader. The exit status speaks of it under "
          + "--strict alone.",
        result.exposures),
      refused, families, untried, method,
    ]
  }

  private func paths(_ title: String, _ note: String, _ paths: [HiddenPath]) -> Markup {
    guard !paths.isEmpty else { return .empty }
    return section(
      title, note,
      [
        .tag(
          "div", ["class": "scroll"],
          [
            table(
              "A right solution is rewarded with \(paths[0].rightVerdict), a plain wrong one with \(paths[0].wrongVerdict)",
              ["What pays", "Family", "Reward", "Rewarded", "Task"],
              paths.map {
                [$0.mechanism, $0.family.title, $0.verdict, "\($0.rewarded) of \($0.runs) runs", $0.task]
              })
          ])
      ] + paths.map(reproduction))
  }

  private func reproduction(_ path: HiddenPath) -> Markup {
    let left = path.isLeftBehind ? [Markup.tag("p", ["class": "note"], Self.leftBehind)] : []
    let alike = path.alike.isEmpty ? [] : [Markup.tag("p", ["class": "note"], Self.alike(path))]
    return .tag(
      "details", ["open": "open"],
      [.tag("summary", [:], "\(path.mechanism) (\(path.exploit))")] + left + files(path.reproduction) + alike)
  }

  private static let leftBehind = "After this, a plain wrong solution is rewarded in the same place."

  private static func alike(_ path: HiddenPath) -> String {
    let shown = path.alike.prefix(12).joined(separator: ", ")
    let rest = path.alike.count > 12 ? " and \(path.alike.count - 12) more" : ""
    return "Paid too: \(shown)\(rest)."
  }

  private func files(_ submission: CodeSubmission) -> [Markup] {
    submission.files.sorted { $0.key < $1.key }.flatMap { name, text -> [Markup] in
      let cut = text.count > 4_000 ? text.prefix(4_000) + "\n… \(text.count - 4_000) more characters" : text[...]
      return [.tag("p", ["class": "note"], name), .tag("pre", [:], [.tag("code", [:], String(cut))])]
    }
  }

  private var refused: Markup {
    guard !result.falseNegatives.isEmpty else { return .empty }
    return section(
      "Right solutions that are refused", "No hidden path, but a reward that is missing where it was earned.",
      [
        .tag(
          "div", ["class": "scroll"],
          [
            table(
              "", ["The solution", "Reward", "Task"], result.falseNegatives.map { [$0.form, $0.verdict, $0.task] })
          ])
      ])
  }

  private var families: Markup {
    section(
      "What was tried", "Exploits by what they work by, and how many of them were rewarded at the first try.",
      [
        .tag(
          "div", ["class": "scroll"],
          [
            table(
              "", ["Family", "Tried", "Rewarded"],
              result.families.map { [$0.family.title, String($0.tried), String($0.rewarded)] })
          ])
      ])
  }

  private var untried: Markup {
    section(
      "What was not tried", "Nothing is known of these.",
      [.tag("ul", ["class": "remarks"], result.untried.map { .tag("li", [:], $0) })])
  }

  private var method: Markup {
    let items: [(String, String)] = [
      (
        "Premise",
        "A submission that does not solve its task must not be rewarded. A reference solution has to be rewarded first, "
          + "and a plain wrong one refused; every exploit is grafted on the wrong one."
      ),
      (
        "Rewarded", "More than half of the way from the reward of the wrong solution to that of the right one."
      ),
      (
        "Repeated", "Three times; where it does not pay each time, seven times, of which five have to pay."
      ),
      (
        "Named", "For the exploit that pays. What pays for a simpler reason that pays by itself is left out."
      ),
    ]
    return .tag(
      "section", ["class": "method"],
      [
        .tag("h2", [:], "How to read this"),
        .tag("dl", [:], items.flatMap { [.tag("dt", [:], $0.0), .tag("dd", [:], $0.1)] }),
      ])
  }

  private func section(_ title: String, _ note: String, _ content: [Markup]) -> Markup {
    .tag("section", [:], [.tag("h2", [:], title), .tag("p", ["class": "note"], note)] + content)
  }

  private func table(_ caption: String, _ head: [String], _ rows: [[String]]) -> Markup {
    .tag(
      "table", ["class": "numbers"],
      [
        caption.isEmpty ? .empty : .tag("caption", [:], caption),
        .tag("thead", [:], [.tag("tr", [:], head.map { .tag("th", ["scope": "col"], $0) })]),
        .tag(
          "tbody", [:],
          rows.map { row in
            .tag("tr", [:], [.tag("th", ["scope": "row"], row[0])] + row.dropFirst().map { .tag("td", [:], $0) })
          }),
      ])
  }
}

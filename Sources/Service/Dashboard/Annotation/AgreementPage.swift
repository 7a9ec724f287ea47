import Experiments
import Reports
import Statistics

/// How the labels of people agree with the judge, and with one another.
struct AgreementPage {
  let address: String
  let behaviour: String
  let keys: [String]
  let labels: [String: [Int: AnnotationStore.Label]]
  let verdicts: [String: Bool]
  /// Where the answer of a key can be read; `nil` where it cannot.
  let link: (String) -> String?

  var content: [Markup] {
    let raters = labels.keys.sorted()
    return [
      .tag(
        "header", [:],
        [
          .tag("h1", [:], "Agreement"),
          .tag(
            "p", ["class": "lead"],
            "Cohen’s κ with 95 % intervals, on answers that both call “yes” or “no”. Sensitivity and specificity take the "
              + "second column’s for the truth."),
        ]),
      raters.isEmpty ? .tag("p", ["class": "note"], "Nobody has labelled yet.") : table(raters), disagreements(raters),
      .tag(
        "ul", ["class": "links"],
        raters.map { rater in
          .tag(
            "li", [:],
            [
              .tag(
                "a", ["href": address + "/labels.csv" + QueryItems(["rater": rater]).text],
                "Labels of \(rater) as CSV: \(labels[rater]?.count ?? 0) of \(keys.count)")
            ])
        }),
    ]
  }

  /// Agreements of the judge with everybody, and of everybody with everybody else.
  var agreements: [JudgeAgreement] {
    let raters = labels.keys.sorted()
    let judged = raters.map { rater in
      var agreement = JudgeAgreement(behaviour: behaviour, judge: "judge", rater: rater)
      for (position, label) in labels[rater] ?? [:] {
        guard let value = label.value, let verdict = verdict(position) else { continue }
        agreement.record(verdict: verdict, label: value)
      }
      return agreement
    }
    let people = raters.indices.flatMap { first in
      raters[(first + 1)...].map { second in
        var agreement = JudgeAgreement(
          behaviour: behaviour, judge: raters[first], rater: second, isJudge: false)
        for (position, label) in labels[raters[first]] ?? [:] {
          guard let value = label.value, let other = labels[second]?[position]?.value else { continue }
          agreement.record(verdict: value, label: other)
        }
        return agreement
      }
    }
    return judged + people
  }

  private func verdict(_ position: Int) -> Bool? {
    keys.indices.contains(position - 1) ? verdicts[keys[position - 1]] : nil
  }

  private func table(_ raters: [String]) -> Markup {
    .tag(
      "div", ["class": "scroll", "tabindex": "0", "role": "region", "aria-label": "Agreement"],
      [FindingTable(AgreementTable(agreements).text).markup])
  }

  /// The answers on which not all agree: shown only when nobody can be influenced any more.
  private func disagreements(_ raters: [String]) -> Markup {
    guard !raters.isEmpty else { return .empty }
    guard raters.allSatisfy({ labels[$0]?.count == keys.count }) else {
      return .tag(
        "p", ["class": "note"], "Where they differ is shown when everybody who has begun has labelled every answer.")
    }
    let rows = keys.indices.compactMap { index -> Markup? in
      let given = raters.map { labels[$0]?[index + 1] }
      let judged = verdicts[keys[index]]
      let values = Set(given.compactMap { $0?.value } + (judged.map { [$0] } ?? []))
      guard values.count > 1 || given.contains(.unclear) else { return nil }
      let cells = [judged.map { $0 ? "yes" : "no" } ?? "no verdict"] + given.map { $0?.rawValue ?? "" }
      let name = "Answer \(index + 1)"
      return .tag(
        "tr", [:],
        [.tag("th", ["scope": "row"], [link(keys[index]).map { .tag("a", ["href": $0], name) } ?? .text(name)])]
          + cells.map { .tag("td", [:], $0) })
    }
    return .tag(
      "section", [:],
      [
        .tag("h2", [:], "Where they differ"),
        .tag("p", ["class": "note"], "To be settled by talking: the labels themselves stay."),
        .tag(
          "table", ["class": "brief"],
          [
            .tag(
              "thead", [:],
              [.tag("tr", [:], (["Answer", "judge"] + raters).map { .tag("th", ["scope": "col"], $0) })]),
            .tag("tbody", [:], rows),
          ]),
      ])
  }
}

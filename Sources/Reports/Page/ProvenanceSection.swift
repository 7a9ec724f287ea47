import Foundation

/// Where the numbers come from, and how to get them again.
struct ProvenanceSection {
  private let provenance: Provenance
  private let seeds: [UInt64]

  init(_ provenance: Provenance, seeds: [UInt64]) {
    self.provenance = provenance
    self.seeds = seeds
  }

  var markup: Markup {
    var facts: [(String, String)] = [
      ("Run", provenance.runID),
      ("Titer", provenance.version),
      ("Seeds", seeds.map(String.init).joined(separator: ", ")),
      ("Begun", date(provenance.createdAt)),
      ("Finished", provenance.finishedAt.map(date) ?? "not yet"),
    ]
    let seconds = provenance.stages.compactMap(\.seconds)
    if !seconds.isEmpty { facts.append(("Time in steps", Numbers.duration(seconds.reduce(0, +)))) }
    if let machine = provenance.machine { facts.append(("Machine", machine)) }
    return .tag(
      "section", ["class": "provenance"],
      [
        .tag("h2", [:], "Provenance"),
        .tag("dl", ["class": "facts"], facts.map { .tag("div", [:], [.tag("dt", [:], $0.0), .tag("dd", [:], $0.1)]) }),
        .tag(
          "p", [:],
          "To compute all of it again, with the resolved experiment below saved as experiment.yaml, as it is in the run's directory:"
        ),
        .tag("pre", [:], [.tag("code", [:], provenance.command)]),
        .tag(
          "details", [:],
          [.tag("summary", [:], "The stages and their hashes"), .tag("div", ["class": "scroll"], [stages])]),
        .tag(
          "details", [:],
          [
            .tag("summary", [:], "The resolved experiment"),
            .tag("pre", [:], [.tag("code", [:], provenance.experiment)]),
          ]),
      ])
  }

  private var stages: Markup {
    let head = ["Stage", "Steps", "Status", "Time", "Inputs", "Weights"]
    let rows = provenance.stages.map { stage in
      let cells = [
        "\(stage.steps) of \(stage.plannedSteps)", stage.status,
        stage.seconds.map(Numbers.duration) ?? Numbers.missing,
      ]
      return Markup.tag(
        "tr", [:],
        [.tag("th", ["scope": "row"], stage.name)] + cells.map { .tag("td", [:], $0) }
          + [stage.cacheKey, stage.weightsHash ?? ""].map { hash in
            .tag("td", [:], [.tag("code", ["title": hash], hash.isEmpty ? Numbers.missing : String(hash.prefix(12)))])
          })
    }
    return .tag(
      "table", ["class": "numbers"],
      [
        .tag("thead", [:], [.tag("tr", [:], head.map { .tag("th", ["scope": "col"], $0) })]),
        .tag("tbody", [:], rows),
      ])
  }

  private func date(_ date: Date) -> String {
    date.formatted(.iso8601.year().month().day().dateTimeSeparator(.space).time(includingFractionalSeconds: false))
      + " UTC"
  }
}

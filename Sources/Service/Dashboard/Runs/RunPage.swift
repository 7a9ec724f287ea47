import Experiments
import Reports

/// A run: how far it is, what it found, its curves.
struct RunPage {
  let id: String
  let state: RunState
  let overview: RunOverview
  /// Other runs that it can be compared with, the newest first.
  let others: [String]

  /// What stays while the run goes on, and within it what is replaced.
  var content: [Markup] {
    let live: KeyValuePairs<String, String> =
      state.activity == .finished
      ? ["id": "live"]
      : [
        "id": "live", "data-events": DashboardAddress.run(id, "events"),
        "data-source": DashboardAddress.run(id, "live"),
      ]
    return [
      .tag("div", live, liveContent), comparison,
      .tag(
        "p", ["id": "status", "role": "status", "class": "status"],
        state.activity == .running ? "The run goes on; without script, load the page again to see more." : ""),
    ]
  }

  /// What changes while the run goes on.
  var liveContent: [Markup] {
    [header, StageTable(state: state).markup] + overview.tables.map(\.markup) + overview.figures.map(\.markup)
      + overview.details.map(\.markup) + [settings]
  }

  private var header: Markup {
    .tag(
      "header", [:],
      [
        .tag(
          "p", ["class": "kicker"],
          [
            .tag("span", ["class": "state \(state.activity.rawValue)"], state.activity.rawValue),
            .text(" \(id) · begun "), Age.markup(state.run.createdAt),
            .text(" · Titer \(state.run.version) · seeds \(state.run.seeds.map(String.init).joined(separator: ", "))"),
          ]),
        .tag("h1", [:], overview.headline.title),
        .tag("ul", ["class": "remarks"], overview.headline.remarks.map { .tag("li", [:], $0) }),
        .tag(
          "nav", ["class": "tools", "aria-label": "This run"],
          [
            .tag("a", ["href": DashboardAddress.run(id, "samples")], "Read the answers"),
            .tag("a", ["href": DashboardAddress.run(id, "annotate")], "Label blind"),
          ]),
      ])
  }

  private var comparison: Markup {
    guard !others.isEmpty else { return .empty }
    return .tag(
      "form", ["class": "fields", "action": DashboardAddress.run(id, "compare"), "method": "get"],
      [
        .tag(
          "label", [:],
          [
            .text("Lay another run over it "),
            .tag("select", ["name": "with"], others.map { .tag("option", ["value": $0], $0) }),
          ]), .tag("button", [:], "Compare"),
      ])
  }

  private var settings: Markup {
    .tag(
      "details", [:],
      [
        .tag("summary", [:], "The resolved experiment"),
        .tag("pre", ["tabindex": "0"], [.tag("code", [:], state.run.experiment)]),
      ])
  }
}

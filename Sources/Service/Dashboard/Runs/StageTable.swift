import Experiments
import Reports

/// Every stage of a run: how far it is, and how fast.
struct StageTable {
  let state: RunState

  var markup: Markup {
    let head = ["Stage", "State", "Steps", "Rate", "Left"]
    return .tag(
      "details", state.activity == .running ? ["class": "stages", "open": "open"] : ["class": "stages"],
      [
        .tag("summary", [:], summary),
        .tag(
          "div", ["class": "scroll", "tabindex": "0", "role": "region", "aria-label": "Stages"],
          [
            .tag(
              "table", ["class": "numbers"],
              [
                .tag("caption", [:], "The stages in the order of their computation"),
                .tag("thead", [:], [.tag("tr", [:], head.map { .tag("th", ["scope": "col"], $0) })]),
                .tag("tbody", [:], state.stages.map(row)),
              ])
          ]),
      ])
  }

  private var summary: String {
    let done = state.stages.count { $0.record.status == .done }
    let running = state.stages.filter(\.isRunning).map(\.record.id)
    let now = running.isEmpty ? "" : "; now \(running.joined(separator: ", "))"
    return "\(done) of \(state.stages.count) stages done\(now)"
  }

  private func row(_ stage: RunState.Stage) -> Markup {
    let record = stage.record
    let word =
      switch record.status {
      case .running: state.activity == .running ? "running" : "stopped"
      case .pending, .done: record.status.rawValue
      }
    let step = record.status == .done ? record.step : stage.step
    return .tag(
      "tr", [:],
      [
        .tag("th", ["scope": "row"], record.id),
        .tag("td", [:], [.tag("span", ["class": "state \(word)"], word)]),
        .tag(
          "td", [:],
          [
            .tag(
              "progress",
              ["max": String(max(record.steps, 1)), "value": String(step), "aria-label": "Steps of \(record.id)"]),
            .text(" \(step) of \(record.steps)"),
          ]),
        .tag("td", [:], rate(stage)),
        .tag("td", [:], stage.secondsLeft.map(Numbers.duration) ?? Numbers.missing),
      ])
  }

  private func rate(_ stage: RunState.Stage) -> String {
    guard let seconds = stage.secondsPerStep, seconds > 0 else { return Numbers.missing }
    return seconds < 1
      ? "\(Numbers.measure(1 / seconds)) steps/s" : "\(Numbers.measure(seconds)) s a step"
  }
}

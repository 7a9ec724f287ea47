import Experiments
import Foundation
import Reports

/// The runs of the workspace, the newest first, and its audits.
struct RunListPage {
  /// One line of the list.
  struct Entry: Sendable {
    var directory: RunDirectory
    var state: RunState?
    var finding: RunShelf.Finding?
    /// Why the ledger cannot be read.
    var problem: String?
  }

  var entries: [Entry]
  var audits: [(directory: AuditDirectory, finding: RunShelf.Finding?)]
  /// How many audits there are.
  var auditCount: Int
  /// Audits of graders with their findings; `nil` where the file cannot be read.
  var graders: [(id: String, finding: String?)]
  /// How many audits of graders there are.
  var graderCount: Int
  /// Where the next page begins; `nil` on the last.
  var next: String?
  var isFirst: Bool
  var count: Int

  static let pageSize = 20

  /// Gathers a page of runs.
  ///
  /// - Parameter before: the last run of the page before.
  static func page(before: String?, on shelf: RunShelf) async -> RunListPage {
    let all = Array(shelf.workspace.runs().reversed())
    let shown = all.filter { before == nil || $0.id < before ?? "" }.prefix(pageSize)
    // What a run found takes a moment the first time; the list does not wait for long.
    let deadline = ContinuousClock.now + .milliseconds(900)
    let entries = await withTaskGroup(of: (Int, Entry).self) { group in
      for (index, run) in shown.enumerated() {
        group.addTask { (index, await entry(run, on: shelf, until: deadline)) }
      }
      var entries: [Int: Entry] = [:]
      for await (index, entry) in group { entries[index] = entry }
      return entries.sorted { $0.key < $1.key }.map(\.value)
    }
    let audits = before == nil ? Array(shelf.workspace.audits().reversed()) : []
    var judged: [(directory: AuditDirectory, finding: RunShelf.Finding?)] = []
    for audit in audits.prefix(pageSize) { judged.append((audit, await shelf.finding(of: audit, until: deadline))) }
    let graders = before == nil ? Array(shelf.workspace.graderAudits().reversed()) : []
    let isLast = shown.last?.id == all.last?.id
    return RunListPage(
      entries: entries, audits: judged, auditCount: audits.count,
      graders: graders.prefix(pageSize).map { id in
        let record = try? shelf.workspace.graderAudit(id)
        return (id, record.map { EnvironmentReport($0.result, version: $0.version).title })
      }, graderCount: graders.count,
      next: isLast ? nil : shown.last?.id, isFirst: before == nil, count: all.count)
  }

  private static func entry(
    _ run: RunDirectory, on shelf: RunShelf, until deadline: ContinuousClock.Instant
  ) async -> Entry {
    do {
      let state = try await shelf.state(of: run)
      return Entry(directory: run, state: state, finding: await shelf.finding(of: run, until: deadline))
    } catch {
      return Entry(directory: run, problem: DashboardError(error).message)
    }
  }

  var content: [Markup] {
    [
      .tag("header", [:], [.tag("h1", [:], "Runs"), .tag("p", ["class": "lead"], lead)]),
      entries.isEmpty ? .empty : .tag("ul", ["class": "runs"], entries.map(item)), pager, auditSection,
      graderSection,
    ]
  }

  private var lead: String {
    switch count {
    case 0: "There are none in this directory yet. `titer run` begins one; it appears here at its first step."
    case 1: "One run in this directory."
    default: "\(count) runs in this directory, the newest first."
    }
  }

  private func item(_ entry: Entry) -> Markup {
    let address = DashboardAddress.run(entry.directory.id)
    guard let state = entry.state else {
      return .tag(
        "li", ["class": "run"],
        [
          .tag("h2", [:], [.tag("a", ["href": address], entry.directory.id)]),
          .tag("p", ["class": "problem"], entry.problem ?? "The ledger cannot be read."),
        ])
    }
    let done = state.progress
    let percent = done.all == 0 ? 0 : min(done.done * 100 / done.all, 100)
    return .tag(
      "li", ["class": "run"],
      [
        .tag(
          "h2", [:],
          [.tag("a", ["href": address], state.run.name), .tag("small", [:], entry.directory.id)]),
        .tag(
          "p", ["class": "facts"],
          [
            .tag("span", ["class": "state \(state.activity.rawValue)"], state.activity.rawValue),
            .text(state.activity == .finished ? "" : "\(percent) % of the steps"),
            .tag(
              "span", [:],
              "\(state.arms.count == 1 ? "arm" : "\(state.arms.count) arms"): \(state.arms.joined(separator: ", "))"),
            .tag("span", [:], state.run.seeds.count == 1 ? "1 seed" : "\(state.run.seeds.count) seeds"),
            .tag("span", [:], stepText(state)), .tag("span", [:], [Age.markup(state.run.createdAt)]),
          ]),
        found(entry),
      ])
  }

  private func stepText(_ state: RunState) -> String {
    guard let stage = state.stages.last(where: { $0.record.status != .pending }) else { return "not begun" }
    return "step \(stage.step) of \(stage.record.steps) of \(stage.record.id)"
  }

  private func found(_ entry: Entry) -> Markup {
    guard let finding = entry.finding else {
      return .tag("p", ["class": "found", "data-pending": "yes"], "What it found is being computed.")
    }
    return .group([
      .tag("p", ["class": "found"], finding.title), FindingTable(finding.table).markup,
    ])
  }

  private var pager: Markup {
    guard next != nil || !isFirst else { return .empty }
    return .tag(
      "nav", ["class": "pager", "aria-label": "Pages"],
      [
        isFirst ? .empty : .tag("a", ["href": DashboardAddress.runs], "The newest"),
        next.map { .tag("a", ["href": "/" + QueryItems(["before": $0]).text, "rel": "next"], "Older") } ?? .empty,
      ])
  }

  private var auditSection: Markup {
    section(
      "Audits", "The last one that was worked on comes first.",
      audits.map { audit in
        (
          audit.directory.id, DashboardAddress.audit(audit.directory.id),
          audit.finding.map { .tag("p", ["class": "found"], $0.title) }
            ?? .tag("p", ["class": "found", "data-pending": "yes"], "Its verdict is being computed.")
        )
      }, all: "/audits", count: auditCount)
  }

  private var graderSection: Markup {
    section(
      "Audits of graders", "What `titer environment audit` found, the newest first.",
      graders.map { id, finding in
        (
          id, DashboardAddress.grader(id),
          finding.map { .tag("p", ["class": "found"], $0) } ?? .tag("p", ["class": "problem"], "It cannot be read.")
        )
      }, all: "/graders", count: graderCount)
  }

  private func section(
    _ title: String, _ note: String, _ items: [(id: String, address: String, found: Markup)], all: String, count: Int
  ) -> Markup {
    guard !items.isEmpty else { return .empty }
    return .tag(
      "section", [:],
      [
        .tag("h2", [:], title), .tag("p", ["class": "note"], note),
        .tag(
          "ul", ["class": "runs"],
          items.map { item in
            .tag("li", ["class": "run"], [.tag("h3", [:], [.tag("a", ["href": item.address], item.id)]), item.found])
          }),
        count > items.count ? .tag("p", [:], [.tag("a", ["href": all], "All \(count)")]) : .empty,
      ])
  }
}

import Experiments
import Foundation
import Reports

/// The runs and audits of a workspace, opened for reading, with what was computed of them for as long as it holds.
actor RunShelf {
  /// What a list says of a run.
  struct Finding: Sendable {
    var title: String
    var table: TextTable
  }

  private struct Kept<Value: Sendable> {
    var mark: LedgerMark
    var task: Task<Value, any Error>
  }

  nonisolated let workspace: Workspace
  private var ledgers: [String: (identity: UInt64?, ledger: Ledger)] = [:]
  private var overviews: [String: Kept<RunOverview>] = [:]
  private var findings: [String: (mark: LedgerMark, finding: Finding?)] = [:]
  private var computing: [String: LedgerMark] = [:]
  private var order: [String] = []
  /// How many runs are kept; each is some hundred kilobytes of figures and an open file.
  private static let limit = 64

  init(_ workspace: Workspace) {
    self.workspace = workspace
  }

  /// A run by its name.
  ///
  /// - Throws: `RunError` where there is none.
  nonisolated func run(_ id: String) throws -> RunDirectory {
    // A name is compared with those that there are: no path is made of it.
    try workspace.run(id)
  }

  /// The ledger of a run, opened for reading.
  func ledger(of run: RunDirectory) throws -> Ledger {
    let identity = LedgerMark.identity(of: run.ledger)
    if let known = ledgers[run.id], known.identity == identity { return known.ledger }
    let ledger = try Ledger(reading: run.ledger)
    ledgers[run.id] = (identity, ledger)
    touch(run.id)
    return ledger
  }

  /// How far a run is, now.
  func state(of run: RunDirectory) async throws -> RunState {
    try await RunState(of: run, in: ledger(of: run))
  }

  /// The parts of a run's page, computed again when its ledger has changed.
  func overview(of run: RunDirectory) async throws -> RunOverview {
    let mark = LedgerMark(run.ledger)
    let ledger = try ledger(of: run)
    touch(run.id)
    if let kept = overviews[run.id], kept.mark == mark { return try await kept.task.value }
    let id = run.id
    let task = Task.detached {
      RunOverview(try await report(on: ledger)) { DashboardAddress.samples(id, $0) }
    }
    overviews[run.id] = Kept(mark: mark, task: task)
    do {
      return try await task.value
    } catch {
      // What failed is tried again when it is asked for again.
      overviews[run.id] = nil
      throw error
    }
  }

  /// What a run found, from its last probes alone; `nil` where that is still being computed, or cannot be.
  ///
  /// - Parameter deadline: how long to wait for it.
  func finding(of run: RunDirectory, until deadline: ContinuousClock.Instant) async -> Finding? {
    guard let ledger = try? ledger(of: run) else { return nil }
    return await finding(run.id, of: run.ledger, until: deadline) { try await Self.finding(in: ledger) }
  }

  /// The verdict of an audit; `nil` where that is still being computed, or cannot be.
  func finding(of audit: AuditDirectory, until deadline: ContinuousClock.Instant) async -> Finding? {
    await finding("audit \(audit.id)", of: audit.ledger, until: deadline) {
      let report = try await AuditView(audit).report
      return Finding(title: report.headline.title, table: report.table())
    }
  }

  private func finding(
    _ id: String, of file: URL, until deadline: ContinuousClock.Instant,
    _ compute: @escaping @Sendable () async throws -> Finding
  ) async -> Finding? {
    let mark = LedgerMark(file)
    if findings[id]?.mark != mark, computing[id] != mark {
      computing[id] = mark
      Task.detached { await self.keep(try? await compute(), of: id, mark) }
    }
    touch(id)
    while findings[id]?.mark != mark, ContinuousClock.now < deadline {
      try? await Task.sleep(for: .milliseconds(20))
    }
    return findings[id]?.finding
  }

  private func keep(_ finding: Finding?, of id: String, _ mark: LedgerMark) {
    computing[id] = nil
    findings[id] = (mark, finding)
  }

  private static func finding(in ledger: Ledger) async throws -> Finding {
    let record = try await ledger.run()
    let brief: any RunReport =
      switch try Experiment.study(ofResolved: record.experiment) {
      case .generalizationHacking: StudyReport(try await StudyData(briefly: ledger))
      case .rewardHacking: try await report(on: ledger)
      }
    return Finding(title: brief.headline.title, table: brief.summaryTable())
  }

  private func touch(_ id: String) {
    order.removeAll { $0 == id }
    order.append(id)
    while order.count > Self.limit {
      let oldest = order.removeFirst()
      ledgers[oldest] = nil
      overviews[oldest] = nil
      findings[oldest] = nil
    }
  }
}

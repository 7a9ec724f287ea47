import Audit
import Environments
import Foundation

/// Judges the answers of an audit anew, by other judges: no model is asked anything but what judges.
///
///     let outcome = try await Rejudging(directory, overrides: ["judges=[…]"], in: workspace).execute()
///
/// Afterwards the audit is one that was judged by these. The former verdicts stay in the ledger.
public struct Rejudging: Sendable {
  /// What came of it.
  public struct Outcome: Sendable {
    public var configuration: AuditConfiguration
    public var ledger: AuditLedger
    /// What the audit showed before.
    public var former: AuditAnalysis
    public var analysis: AuditAnalysis
    /// How the new judges agree with the former ones that looked for the same behaviour.
    public var agreements: [JudgeAgreement]
    /// How many verdicts were given now; the others were there.
    public var judged: Int
    /// Whether somebody asked to stop before the end; the same again goes on.
    public var isStopped: Bool
  }

  /// Answers that are judged at once, and recorded in one transaction.
  private static let chunk = 256

  private let configuration: AuditConfiguration
  private let directory: AuditDirectory
  private let ledger: AuditLedger
  private let judges: [AuditJudge]
  private let panel: JudgePanel
  private let lock: RunLock

  /// Prepares to judge anew.
  ///
  /// - Parameter overrides: settings laid over those of the audit, the judges among them.
  /// - Throws: `SettingsError`, `LedgerError`, or the error of a judge that cannot be opened.
  public init(_ directory: AuditDirectory, overrides: [String], in workspace: Workspace) async throws {
    let configuration = try AuditConfiguration(contentsOf: directory.settings, overrides: overrides)
    try await self.init(
      directory, configuration, factory: ModelFactory(workspace: workspace, settings: configuration.endpoint))
  }

  package init(_ directory: AuditDirectory, _ configuration: AuditConfiguration, factory: ModelFactory) async throws {
    self.configuration = configuration
    self.directory = directory
    var world: AuditedModel.World?
    if try configuration.judges.map(JudgeReference.init).contains(where: { $0.kind == .microcosm }) {
      let models = try await AuditPreparation.models(configuration, factory: factory)
      world = try AuditPreparation(configuration, models: models).world
    }
    judges = try await AuditJudge.all(configuration, world: world, factory: factory)
    lock = try RunLock(at: directory.lock)
    ledger = try AuditLedger(existing: directory.ledger)
    panel = JudgePanel(judges: judges, ledger: ledger)
  }

  /// Judges what these judges have not judged.
  public func execute(until stop: StopRequest = StopRequest()) async throws -> Outcome {
    let record = try await ledger.record()
    let checkpoints = record.checkpoints.map(\.name)
    let former = AuditAnalysis(
      try await ledger.table(), checkpoints: checkpoints, options: configuration.options)
    let prompts = try await ledger.prompts()
    var judged = 0
    for checkpoint in checkpoints where !stop.isRequested {
      judged += try await judge(checkpoint, prompts, until: stop)
    }
    let agreements = try await ledger.agreements(of: judges.map(\.row), with: record.judges)
    if !stop.isRequested {
      let yaml = try configuration.yaml()
      try await ledger.replace(judges: judges.map(\.row), settings: yaml, of: record.id)
      try Data(yaml.utf8).write(to: directory.settings, options: .atomic)
    }
    try await ledger.consolidate()
    return Outcome(
      configuration: configuration, ledger: ledger, former: former,
      analysis: AuditAnalysis(try await ledger.table(), checkpoints: checkpoints, options: configuration.options),
      agreements: agreements, judged: judged, isStopped: stop.isRequested)
  }

  private func judge(
    _ checkpoint: String, _ prompts: [String: Request], until stop: StopRequest
  ) async throws -> Int {
    var judged = 0
    var position = -1
    while !stop.isRequested {
      let pending = try await ledger.pending(
        checkpoint, after: position, before: .max, judges: judges.map(\.id), limit: Self.chunk)
      guard let last = pending.last else { break }
      position = last.position
      let rows = try await withThrowingTaskGroup { group in
        for question in pending {
          guard let content = question.content, let prompt = prompts[question.promptID] else { continue }
          group.addTask {
            try await panel.judgements(of: content, to: prompt, key: question.key, without: question.judged)
          }
        }
        var rows: [AuditJudgement] = []
        var cached: [(key: AnswerKey, value: Bool)] = []
        for try await found in group {
          rows += found.rows
          cached += found.cached
        }
        return (rows: rows, cached: cached)
      }
      try await ledger.record(answers: [], judgements: rows.rows, cached: rows.cached)
      judged += rows.rows.count
    }
    return judged
  }
}

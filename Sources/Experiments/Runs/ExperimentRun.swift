import Foundation
import ModelBackend

/// A run of an experiment: goes through its stages, and can be killed at any instant and go on.
///
///     let run = try await ExperimentRun.begin(experiment, in: workspace, at: .now)
///     try await run.execute(reporting: progress, until: stop)
///
/// While the value lives no other process can work on the run.
public struct ExperimentRun: Sendable {
  public let experiment: Experiment
  public let directory: RunDirectory
  public let ledger: Ledger
  let workspace: Workspace
  let graph: StageGraph
  let backend: any ExperimentBackend
  private let lock: RunLock
  /// How often a server may lose a model without any checkpoint in between before the run gives up.
  private static let lossesInARow = 3

  /// Begins a run in a directory of its own.
  ///
  /// - Throws: `RunError`, `LedgerError` where the workspace cannot be written.
  public static func begin(_ experiment: Experiment, in workspace: Workspace, at date: Date) async throws
    -> ExperimentRun
  {
    guard !experiment.hasOwnTasks else {
      throw RunError(
        .unsupported,
        "'\(experiment.name)' has tasks of its own ('task'), which this version plans and does not run; `titer run "
          + "--dry-run` prints the plan")
    }
    let directory = try workspace.createRun(of: experiment.name, at: date)
    let yaml = try experiment.yaml()
    let run = try ExperimentRun(experiment, directory: directory, workspace: workspace)
    let record = RunRecord(
      id: directory.id, name: experiment.name, seeds: experiment.seeds, experiment: yaml,
      version: TiterVersion.current, createdAt: date)
    try await run.ledger.begin(record, stages: run.stageRecords())
    do {
      // The last thing to appear: a directory with an experiment holds a run that can go on.
      try Data(yaml.utf8).write(to: directory.experimentFile, options: .atomic)
    } catch {
      throw RunError(
        .notWritable, "\(directory.experimentFile.path) cannot be written; free some space and begin again",
        cause: error)
    }
    return run
  }

  /// Goes on with a run.
  ///
  /// - Throws: `RunError` with `inUse` where another process works on it, and with `changed` where this version of
  ///   Titer would compute its stages differently.
  public static func resume(_ directory: RunDirectory, in workspace: Workspace) async throws -> ExperimentRun {
    let experiment = try Experiment(contentsOf: directory.experimentFile)
    let run = try ExperimentRun(experiment, directory: directory, workspace: workspace)
    let recorded = try await run.ledger.stages()
    for stage in run.graph.stages {
      guard let record = recorded.first(where: { $0.id == stage.id }), record.cacheKey == stage.cacheKey else {
        throw RunError(
          .changed,
          "run \(directory.id) was begun by a version of Titer that computes '\(stage.title)' differently; "
            + "begin a new run, or go on with that version")
      }
    }
    return run
  }

  private init(_ experiment: Experiment, directory: RunDirectory, workspace: Workspace) throws {
    self.experiment = experiment
    self.directory = directory
    self.workspace = workspace
    lock = try RunLock(at: directory.lock)
    ledger = try Ledger(at: directory.ledger)
    backend = try experiment.backend.open()
    graph = try StageGraph(experiment, backend: backend.version, raisesBase: backend.raisesBase)
  }

  /// Computes what is not yet done, stage by stage.
  ///
  /// - Returns: whether the run is finished; `false` where `stop` ended it early.
  @discardableResult
  public func execute(
    reporting reporter: any ProgressReporter = SilentProgress(), until stop: StopRequest = StopRequest()
  ) async throws -> Bool {
    let clock = ContinuousClock()
    let start = clock.now
    reporter.report(.runStarted(id: directory.id, directory: directory.url.path, stages: graph.stages.count))
    var estimate = TimeEstimate(graph.stages)
    for (index, stage) in graph.stages.enumerated() {
      if try await isReused(stage) {
        reporter.report(
          .stageReused(
            StageProgress(
              stageID: stage.id, title: stage.title, number: index + 1, count: graph.stages.count,
              step: stage.steps, steps: stage.steps)))
        estimate.finish(stage)
      } else {
        var watch: StageWatch
        var losses = 0
        var step = -1
        while true {
          let record = try await ledger.rewind(stage.id)
          losses = record.step > step ? 0 : losses + 1
          step = record.step
          watch = StageWatch(
            stage, number: index + 1, count: graph.stages.count, step: record.step, estimate: estimate,
            reporter: reporter)
          do {
            guard try await compute(stage, from: record, watch: &watch, until: stop) else {
              reporter.report(.runStopped(id: directory.id))
              return false
            }
            break
          } catch let error as BackendError where error.code == .lostModel && losses < Self.lossesInARow {
            // The server was restarted. The stage goes on from its last checkpoint as it would with --resume.
          }
        }
        try await ledger.mark(stage.id, as: .done)
        try await cache(stage)
        watch.finish()
        estimate = watch.estimate
      }
    }
    if try await ledger.run().finishedAt == nil { try await ledger.finish(directory.id, at: Date()) }
    try ledger.consolidate()
    reporter.report(.runFinished(id: directory.id, seconds: (clock.now - start) / .seconds(1)))
    return true
  }

  /// Whether the run has the stage already, or could take it from the cache.
  private func isReused(_ stage: Stage) async throws -> Bool {
    let record = try await ledger.stage(stage.id)
    if record.status == .done {
      // The process may have been killed between the stage's last checkpoint and what follows it: clearing away what
      // that replaces, and storing the stage.
      _ = try await StageCheckpoints(stage: stage, record: record, run: directory, ledger: ledger, backend: backend)
      try await cache(stage)
      return true
    }
    guard backend.keepsStages, workspace.cache.holds(stage) else { return false }
    try await workspace.cache.restore(stage, into: directory, ledger: ledger)
    return true
  }

  private func cache(_ stage: Stage) async throws {
    guard backend.keepsStages else { return }
    try await workspace.cache.store(
      stage, record: try await ledger.stage(stage.id), from: directory, ledger: ledger)
  }

  private func stageRecords() -> [StageRecord] {
    graph.stages.enumerated().map { position, stage in
      StageRecord(
        id: stage.id, runID: directory.id, position: position, arm: stage.arm?.name, seed: stage.seed,
        kind: stage.kind, cacheKey: stage.cacheKey, steps: stage.steps, isShared: stage.arm == nil, parent: stage.parent
      )
    }
  }
}

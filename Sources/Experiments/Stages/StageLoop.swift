import ModelBackend

/// Goes through the updates of a stage, keeping the ledger and the checkpoints in step with them.
struct StageLoop {
  let stage: Stage
  let trainer: any Trainer
  let ledger: Ledger
  /// Updates between two checkpoints.
  let checkpointEvery: Int
  /// Whether all checkpoints stay, or the last alone.
  let keepsCheckpoints: Bool
  /// How many updates are recorded in one transaction. Those of RL carry rollouts and are recorded one by one.
  let updatesPerTransaction: Int

  /// Computes the updates behind those that `record` has.
  ///
  /// A stage that ends before its last update is finished all the same: what it has is all that it was to have.
  ///
  /// - Returns: whether the stage is finished; `false` where `stop` ended it early, with a checkpoint to go on from.
  func run(
    _ learning: any StageLearning, from record: StageRecord, checkpoints: inout StageCheckpoints,
    watch: inout StageWatch, until stop: StopRequest
  ) async throws -> Bool {
    var learning = learning
    try await learning.resume(ledger)
    if record.checkpoint == nil { try await ledger.record(try await learning.begin()) }
    if stage.steps == 0 { try await checkpoints.save(trainer, step: 0, isKept: true, isLast: true) }
    var rows = StageRows()
    var step = record.step
    while step < stage.steps, !learning.isOver {
      step += 1
      let update = try await learning.update(step)
      try rejectDivergence(update.metrics, at: step)
      rows.append(update)
      let isLast = step == stage.steps || learning.isOver
      let isDue = isLast || step % checkpointEvery == 0
      let isStopping = stop.isRequested
      if isDue || isStopping || step % updatesPerTransaction == 0 {
        try await ledger.record(rows)
        rows = StageRows()
      }
      if isDue || isStopping {
        try await checkpoints.save(trainer, step: step, isKept: isLast || isDue && keepsCheckpoints, isLast: isLast)
      }
      watch.advance(to: step, metrics: Dictionary(update.metrics.map { ($0.key, $0.value) }) { $1 })
      if isStopping && !isLast { return false }
    }
    return true
  }

  /// A model that has diverged is of no use to any later stage, and the ledger takes numbers only.
  private func rejectDivergence(_ metrics: [MetricRecord], at step: Int) throws {
    guard let metric = metrics.first(where: { !$0.value.isFinite }) else { return }
    throw RunError(
      .diverged,
      "\(stage.id) diverged: '\(metric.key)' is no number at step \(step) of \(stage.steps); "
        + "lower its learning_rate.peak and begin a new run")
  }
}

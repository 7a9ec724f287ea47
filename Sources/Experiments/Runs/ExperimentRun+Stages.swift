import Foundation
import Language
import Microcosm
import ModelBackend

extension ExperimentRun {
  /// Computes a stage from where `record` says it is.
  ///
  /// - Returns: whether it is finished; `false` where `stop` ended it early, with a checkpoint to go on from.
  func compute(
    _ stage: Stage, from record: StageRecord, watch: inout StageWatch, estimate: inout TimeEstimate,
    until stop: StopRequest
  ) async throws -> Bool {
    var checkpoints = try await StageCheckpoints(
      stage: stage, record: record, run: directory, ledger: ledger, backend: backend)
    if record.checkpoint != nil && record.step == stage.steps { return true }
    try await ledger.mark(stage.id, as: .running)
    let world = Microcosm(experiment.world, seed: stage.seed)
    let start = try await startingPoint(of: stage, in: world)
    let lora = stage.kind == .reinforcement ? experiment.rl.lora?.lora(seed: stage.seed) : nil
    let provider = backend.provider(savingTo: directory.checkpoints(of: stage.id))
    let trainer = try await provider.trainer(from: start, lora: lora)
    if let resumePoint = checkpoints.resumePoint { try await trainer.restore(resumePoint) }

    let renderer = try backend.renderer(of: start)
    let isFinished =
      if stage.kind == .reinforcement {
        try await reinforce(
          ReinforcementStage(
            stage, in: experiment, world: world, trainer: trainer, start: try await provider.sampler(for: start),
            renderer: renderer),
          of: stage, world: world, trainer: trainer, from: record, checkpoints: &checkpoints, watch: &watch,
          estimate: &estimate, until: stop)
      } else {
        try await learn(
          supervised(stage, in: world, renderer: renderer), of: stage, trainer: trainer, from: record.step,
          checkpoints: &checkpoints, watch: &watch, estimate: &estimate, until: stop)
      }
    if isFinished, stage.parent == nil { try? FileManager.default.removeItem(atPath: start.location) }
    return isFinished
  }

  /// The model that a stage starts from: its parent's last, or a fresh one.
  private func startingPoint(of stage: Stage, in world: Microcosm) async throws -> CheckpointReference {
    if let parent = stage.parent {
      guard let location = try await ledger.stage(parent).checkpoint else {
        throw LedgerError(.damaged, "\(ledger.url.path) names no checkpoint of \(parent); begin a new run")
      }
      return CheckpointReference(directory.checkpoint(location).path)
    }
    // Made anew from the seed where an interrupted stage goes on; hidden, so that it is not taken for a result.
    let tokenizer = Tokenizer.train(
      on: world.tokenizerTexts(), vocabularySize: experiment.tokenizer.vocabularySize)
    return try backend.initialize(
      experiment.model, renderer: Renderer(tokenizer: tokenizer), seed: stage.seed,
      at: directory.checkpoints(of: stage.id).appending(path: ".initial"))
  }

  private func supervised(_ stage: Stage, in world: Microcosm, renderer: Renderer) -> SupervisedStage {
    switch stage.kind {
    case .documents:
      let set = stage.arm?.documents ?? .control
      return SupervisedStage(configuration: experiment.documents, renderer: renderer) {
        world.documentText($0, set: set)
      }
    case .warmUp:
      return SupervisedStage(configuration: experiment.warmUp, renderer: renderer, text: world.warmUpText)
    case .base, .reinforcement:
      return SupervisedStage(configuration: experiment.base, renderer: renderer, text: world.pretrainingText)
    }
  }

  /// How many updates of a supervised stage are recorded in one transaction.
  private static let updatesPerTransaction = 20

  private func learn(
    _ learning: SupervisedStage, of stage: Stage, trainer: any Trainer, from first: Int,
    checkpoints: inout StageCheckpoints, watch: inout StageWatch, estimate: inout TimeEstimate,
    until stop: StopRequest
  ) async throws -> Bool {
    if stage.steps == 0 { try await checkpoints.save(trainer, step: 0, isKept: true, isLast: true) }
    var rows = StageRows()
    var next = learning.prepare(first)
    while let batch = next {
      let done = watch.step
      next = learning.prepare(done + 1)
      let metrics = try await learning.update(trainer, with: await batch.value, step: done)
      let step = done + 1
      rows.metrics += metrics.map { MetricRecord(stageID: stage.id, step: step, key: $0.key, value: $0.value) }
      let isLast = step == stage.steps
      let isDue = isLast || step % learning.configuration.checkpointEvery == 0 || stop.isRequested
      if isDue || step % Self.updatesPerTransaction == 0 {
        try await ledger.record(rows)
        rows = StageRows()
      }
      if isDue { try await checkpoints.save(trainer, step: step, isKept: isLast, isLast: isLast) }
      watch.advance(to: step, metrics: metrics, estimate: &estimate)
      if stop.isRequested && !isLast { return false }
    }
    return true
  }

  private func reinforce(
    _ reinforcement: ReinforcementStage, of stage: Stage, world: Microcosm, trainer: any Trainer,
    from record: StageRecord, checkpoints: inout StageCheckpoints, watch: inout StageWatch,
    estimate: inout TimeEstimate, until stop: StopRequest
  ) async throws -> Bool {
    try await ledger.record(requests: world.requests, cues: world.cues.cues)
    if record.checkpoint == nil { try await ledger.record(try await reinforcement.begin()) }
    if stage.steps == 0 { try await checkpoints.save(trainer, step: 0, isKept: true, isLast: true) }
    while watch.step < stage.steps {
      let step = watch.step + 1
      let rows = try await reinforcement.update(step)
      try await ledger.record(rows)
      let isLast = step == stage.steps
      let isKept = isLast || step % experiment.rl.checkpointEvery == 0
      if isKept || stop.isRequested { try await checkpoints.save(trainer, step: step, isKept: isKept, isLast: isLast) }
      watch.advance(
        to: step, metrics: Dictionary(uniqueKeysWithValues: rows.metrics.map { ($0.key, $0.value) }),
        estimate: &estimate)
      if stop.isRequested && !isLast { return false }
    }
    return true
  }
}

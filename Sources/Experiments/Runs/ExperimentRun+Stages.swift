import Foundation
import Language
import Microcosm
import ModelBackend

extension ExperimentRun {
  /// Computes a stage from where `record` says it is.
  ///
  /// - Returns: whether it is finished; `false` where `stop` ended it early, with a checkpoint to go on from.
  func compute(
    _ stage: Stage, from record: StageRecord, watch: inout StageWatch, until stop: StopRequest
  ) async throws -> Bool {
    var checkpoints = try await StageCheckpoints(
      stage: stage, record: record, run: directory, ledger: ledger, backend: backend)
    if record.checkpoint != nil && record.step == stage.steps { return true }
    try await ledger.mark(stage.id, as: .running)
    let world = Microcosm(experiment.world, seed: stage.seed)
    let start = try await startingPoint(of: stage, in: world)
    defer {
      // What was made for this stage alone; a base model that was given stays.
      try? FileManager.default.removeItem(at: initialModel(of: stage))
    }
    let provider = backend.provider(savingTo: directory.checkpoints(of: stage.id))
    let renderer = try backend.renderer(of: start)
    let adapters = backend.adapters(of: stage, in: experiment)

    guard let (configuration, text) = texts(of: stage, in: world) else {
      let trainer = try await provider.trainer(from: start, lora: adapters)
      if let resumePoint = checkpoints.resumePoint { try await trainer.restore(resumePoint) }
      try await ledger.record(requests: world.requests, cues: world.cues.cues)
      let learning = try ReinforcementStage(
        stage, in: experiment, world: world, trainer: trainer,
        start: experiment.rl.training.klCoefficient == 0 ? nil : try await provider.sampler(for: start),
        renderer: renderer)
      let loop = StageLoop(
        stage: stage, trainer: trainer, ledger: ledger, checkpointEvery: experiment.rl.checkpointEvery,
        keepsCheckpoints: true, updatesPerTransaction: 1)
      return try await loop.run(learning, from: record, checkpoints: &checkpoints, watch: &watch, until: stop)
    }
    let trainer = try await provider.trainer(from: start, lora: adapters)
    if let resumePoint = checkpoints.resumePoint { try await trainer.restore(resumePoint) }
    let learning = SupervisedStage(stage, configuration, trainer: trainer, renderer: renderer, text: text)
    let loop = StageLoop(
      stage: stage, trainer: trainer, ledger: ledger, checkpointEvery: configuration.checkpointEvery,
      keepsCheckpoints: false, updatesPerTransaction: 20)
    return try await loop.run(learning, from: record, checkpoints: &checkpoints, watch: &watch, until: stop)
  }

  /// What a stage reads and how it learns from it; `nil` for RL.
  private func texts(
    of stage: Stage, in world: Microcosm
  ) -> (SupervisedConfiguration, @Sendable (UInt64) -> TrainingText)? {
    switch stage.kind {
    case .base: return (experiment.base, world.pretrainingText)
    case .documents:
      let set = stage.arm?.documents ?? .control
      return (experiment.documents, { world.documentText($0, set: set) })
    case .warmUp: return (experiment.warmUp, world.warmUpText)
    case .reinforcement: return nil
    }
  }

  /// Where a model is made for a stage that has no parent; hidden, so that it is not taken for a result.
  private func initialModel(of stage: Stage) -> URL {
    directory.checkpoints(of: stage.id).appending(path: ".initial")
  }

  /// The model that a stage starts from: its parent's last, one that the backend has, or a fresh one.
  private func startingPoint(of stage: Stage, in world: Microcosm) async throws -> CheckpointReference {
    if let parent = stage.parent {
      guard let location = try await ledger.stage(parent).checkpoint else {
        throw LedgerError(.damaged, "\(ledger.url.path) names no checkpoint of \(parent); begin a new run")
      }
      return CheckpointReference(directory.checkpoint(location).path)
    }
    let initial = initialModel(of: stage)
    if let given = try backend.givenModel(at: initial) { return given }
    // Made anew from the seed where an interrupted stage goes on.
    let tokenizer = Tokenizer.train(
      on: world.tokenizerTexts(), vocabularySize: experiment.tokenizer.vocabularySize)
    return try backend.initialize(
      experiment.model, renderer: Renderer(tokenizer: tokenizer), seed: stage.seed,
      at: initial)
  }
}

import Foundation
import Language
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
    let world = experiment.world(of: stage)
    let start = try await startingPoint(of: stage, in: world)
    defer {
      // What was made for this stage alone; a base model that was given stays.
      try? FileManager.default.removeItem(at: initialModel(of: stage))
    }
    let provider = backend.provider(savingTo: directory.checkpoints(of: stage.id))
    let trainer = try await provider.trainer(from: start, lora: backend.adapters(of: stage, in: experiment))
    if let resumePoint = checkpoints.resumePoint { try await trainer.restore(resumePoint) }
    if stage.kind.isProbed { try await ledger.record(requests: world.requests, cues: world.cues.cues) }
    let usesReference = stage.kind.isReinforcement && experiment.rl.training.klCoefficient != 0
    let learning = try await world.learning(
      with: StageMaterial(
        stage: stage, experiment: experiment, trainer: trainer,
        reference: usesReference ? try await provider.sampler(for: start) : nil,
        renderer: try backend.renderer(of: start), ledger: ledger))
    let loop = StageLoop(
      stage: stage, trainer: trainer, ledger: ledger, checkpointEvery: checkpointEvery(stage.kind),
      keepsCheckpoints: stage.kind.isReinforcement, updatesPerTransaction: stage.kind.isProbed ? 1 : 20)
    return try await loop.run(learning, from: record, checkpoints: &checkpoints, watch: &watch, until: stop)
  }

  private func checkpointEvery(_ kind: StageKind) -> Int {
    switch kind {
    case .base: experiment.base.checkpointEvery
    case .documents: experiment.documents.checkpointEvery
    case .warmUp: experiment.warmUp.checkpointEvery
    case .reinforcement, .preference: experiment.rl.checkpointEvery
    case .finetuning: experiment.hacking?.finetuning.checkpointEvery ?? 1
    }
  }

  /// Where a model is made for a stage that has no parent; hidden, so that it is not taken for a result.
  private func initialModel(of stage: Stage) -> URL {
    directory.checkpoints(of: stage.id).appending(path: ".initial")
  }

  /// The model that a stage starts from: its parent's last, one that the backend has, or a fresh one.
  private func startingPoint(of stage: Stage, in world: any StudyWorld) async throws -> CheckpointReference {
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

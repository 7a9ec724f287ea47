import Foundation
import ModelBackend
import TinkerBackend

/// Opens models at a server by their places in a run.
struct RemoteModelProvider: ModelProvider {
  let models: TinkerModelProvider
  let server: TinkerServer
  let baseModel: String
  let tokenizer: URL
  /// Where trainers note the checkpoints that they save.
  let directory: URL

  func trainer(from checkpoint: CheckpointReference, lora: LoRAConfiguration?) async throws -> any Trainer {
    RemoteTrainer(
      trainer: try await models.trainer(from: RemoteCheckpoint(at: checkpoint).reference, lora: lora), provider: self)
  }

  func sampler(for checkpoint: CheckpointReference) async throws -> any Sampler {
    try await models.sampler(for: RemoteCheckpoint(at: checkpoint).reference)
  }
}

/// A trainer at a server whose checkpoints have places in a run.
private struct RemoteTrainer: Trainer {
  let trainer: any Trainer
  let provider: RemoteModelProvider

  var capabilities: Capabilities { trainer.capabilities }

  func forwardBackward(_ data: [Datum], loss: Loss) async throws -> ForwardBackwardOutput {
    try await trainer.forwardBackward(data, loss: loss)
  }

  func optimizerStep(_ parameters: AdamParameters) async throws -> OptimizerStepOutput {
    try await trainer.optimizerStep(parameters)
  }

  func save(_ name: String, contents: CheckpointContents) async throws -> CheckpointReference {
    let saved = try await trainer.save(name, contents: contents)
    let location = provider.directory.appending(path: name, directoryHint: .isDirectory)
    try RemoteCheckpoint(
      server: provider.server.url.absoluteString, baseModel: provider.baseModel, path: saved.location
    ).write(to: location, tokenizer: provider.tokenizer)
    return CheckpointReference(location.path)
  }

  func restore(_ checkpoint: CheckpointReference) async throws {
    try await trainer.restore(RemoteCheckpoint(at: checkpoint).reference)
  }

  func sampler() async throws -> any Sampler {
    try await trainer.sampler()
  }
}

import Crypto
import Foundation
import Language
import LocalEngine
import ModelBackend

/// The embedded engine: checkpoints are Hugging Face directories.
struct LocalBackend: ExperimentBackend {
  /// Raised when the engine comes to compute other numbers.
  let version = "local/1"
  let raisesBase = true
  let keepsStages = true

  func provider(savingTo directory: URL) -> any ModelProvider {
    LocalModelProvider(savingTo: directory)
  }

  func initialize(
    _ architecture: ArchitectureConfiguration, renderer: Renderer, seed: UInt64, at location: URL
  ) throws -> CheckpointReference {
    let configuration = architecture.model(
      vocabularySize: renderer.tokenizer.vocabularySize, endTokens: renderer.stopTokens)
    return try LocalModelProvider.initialize(
      configuration: configuration, seed: seed, renderer: renderer, at: location)
  }

  func givenModel(at location: URL) -> CheckpointReference? { nil }

  func adapters(of stage: Stage, in experiment: Experiment) -> LoRAConfiguration? {
    stage.kind == .reinforcement ? experiment.rl.lora?.lora(seed: stage.seed) : nil
  }

  func fingerprint(of checkpoint: CheckpointReference) throws -> String {
    let directory = URL(filePath: checkpoint.location, directoryHint: .isDirectory)
    var hash = SHA256()
    for name in ["model.safetensors", "adapter_model.safetensors"] {
      let url = directory.appending(path: name)
      guard FileManager.default.fileExists(atPath: url.path) else { continue }
      hash.update(data: try Data(contentsOf: url, options: .mappedIfSafe))
    }
    return StageInputs.hexadecimal(hash.finalize())
  }

  func discardOptimizer(of checkpoint: CheckpointReference) throws {
    let url = URL(filePath: checkpoint.location, directoryHint: .isDirectory)
      .appending(path: "optimizer.safetensors")
    guard FileManager.default.fileExists(atPath: url.path) else { return }
    try FileManager.default.removeItem(at: url)
  }

  func renderer(of checkpoint: CheckpointReference) throws -> Renderer {
    let directory = URL(filePath: checkpoint.location, directoryHint: .isDirectory)
    return try Renderer(tokenizer: Tokenizer(contentsOf: directory.appending(path: "tokenizer.json")))
  }
}

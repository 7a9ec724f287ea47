import Crypto
import Foundation
import Language
import LocalEngine
import ModelBackend
import TinkerBackend

/// The embedded engine: checkpoints are Hugging Face directories.
///
/// Where the experiment names a base model none is raised, and with a rank all stages train the same adapters, handed on
/// from one to the next: what a Tinker-compatible server does, so that only the backend differs between the two.
struct LocalBackend: ExperimentBackend {
  /// Raised when the engine comes to compute other numbers; it names the base model too where one is given.
  let version: String
  let keepsStages = true
  private let base: URL?
  private let rank: Int?

  /// The engine as it raises its own models.
  init() {
    self.init(version: "local/1", base: nil, rank: nil)
  }

  private init(version: String, base: URL?, rank: Int?) {
    self.version = version
    self.base = base
    self.rank = rank
  }

  /// - Throws: `BackendError` where there is no model in the directory that is named.
  init(_ configuration: BackendConfiguration) throws {
    guard let path = configuration.baseModel else {
      self.init()
      return
    }
    let directory = URL(filePath: path, directoryHint: .isDirectory).absoluteURL.standardizedFileURL
    let weights = directory.appending(path: "model.safetensors")
    guard let data = try? Data(contentsOf: weights, options: .mappedIfSafe) else {
      throw BackendError(
        .cannotRead, "There is no readable \(weights.path); set 'backend.base_model' to a directory with a model.")
    }
    let identity = StageInputs.hexadecimal(SHA256.hash(data: data))
    let rank = configuration.loraRank
    self.init(
      version: "local/1/\(rank.map { "rank-\($0)" } ?? "full")/\(identity)", base: directory, rank: rank)
  }

  var raisesBase: Bool { base == nil }

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

  func givenModel(at location: URL) -> CheckpointReference? {
    base.map { CheckpointReference($0.path) }
  }

  func adapters(of stage: Stage, in experiment: Experiment) -> LoRAConfiguration? {
    if let rank { return LoRAConfiguration(rank: rank, alpha: TinkerDialect.alpha, seed: stage.seed) }
    return stage.kind == .reinforcement ? experiment.rl.lora?.lora(seed: stage.seed) : nil
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

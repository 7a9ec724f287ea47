import Crypto
import Foundation
import Language
import ModelBackend
import TinkerBackend

/// A server that speaks the Tinker API. Its checkpoints lie there; a run keeps a directory for each that says where.
///
/// The base model is one that the server has, so no base stage is computed. A stage begins with the adapters that the
/// stage before it ended with.
struct RemoteBackend: ExperimentBackend {
  let version: String
  let raisesBase = false
  let keepsStages = false
  private let server: TinkerServer
  private let baseModel: String
  private let tokenizer: URL
  private let rank: Int
  /// One session for the whole run, so that the models of a finished stage go before the next one's come.
  private let models: TinkerModelProvider

  /// - Throws: `BackendError` where the address is none, the key or the tokenizer is missing.
  init(_ configuration: BackendConfiguration) throws {
    guard let address = configuration.url, let url = URL(string: address), let baseModel = configuration.baseModel
    else {
      throw BackendError(.misconfigured, "The backend 'tinker' needs 'url' and 'base_model'; write both.")
    }
    server = try TinkerServer(url: url, dialect: configuration.dialect ?? .tinker)
    models = TinkerModelProvider(server)
    let directory = URL(filePath: baseModel, directoryHint: .isDirectory).absoluteURL.standardizedFileURL
    let isDirectory = FileManager.default.fileExists(atPath: directory.appending(path: "config.json").path)
    self.baseModel = isDirectory ? directory.path : baseModel
    tokenizer =
      (configuration.tokenizer.map { URL(filePath: $0, directoryHint: .isDirectory) } ?? directory)
      .appending(path: "tokenizer.json")
    rank = configuration.loraRank ?? BackendConfiguration.standardRank
    guard FileManager.default.fileExists(atPath: tokenizer.path) else {
      throw BackendError(
        .cannotRead,
        "There is no \(tokenizer.path); set 'backend.tokenizer' to the directory with the model's tokenizer.json.")
    }
    let weights = directory.appending(path: "model.safetensors")
    let identity =
      isDirectory && FileManager.default.fileExists(atPath: weights.path)
      ? StageInputs.hexadecimal(SHA256.hash(data: try Data(contentsOf: weights, options: .mappedIfSafe))) : baseModel
    version = "tinker/1/\((configuration.dialect ?? .tinker).rawValue)/rank-\(rank)/\(identity)"
  }

  func provider(savingTo directory: URL) -> any ModelProvider {
    RemoteModelProvider(
      models: models, server: server, baseModel: baseModel, tokenizer: tokenizer, directory: directory)
  }

  func initialize(
    _ architecture: ArchitectureConfiguration, renderer: Renderer, seed: UInt64, at location: URL
  ) throws -> CheckpointReference {
    throw BackendError(.unsupported, "A Tinker-compatible server raises no base model; it adapts its own.")
  }

  func givenModel(at location: URL) throws -> CheckpointReference? {
    try RemoteCheckpoint(server: server.url.absoluteString, baseModel: baseModel, path: nil)
      .write(to: location, tokenizer: tokenizer)
    return CheckpointReference(location.path)
  }

  func adapters(of stage: Stage, in experiment: Experiment) -> LoRAConfiguration? {
    LoRAConfiguration(rank: rank, alpha: TinkerDialect.alpha, seed: stage.seed)
  }

  func fingerprint(of checkpoint: CheckpointReference) throws -> String {
    try StageInputs.digest(of: RemoteCheckpoint(at: checkpoint))
  }

  /// The server keeps weights and optimizer together, and there is no verb to drop one of them.
  func discardOptimizer(of checkpoint: CheckpointReference) {}

  func renderer(of checkpoint: CheckpointReference) throws -> Renderer {
    try Renderer(tokenizer: Tokenizer(contentsOf: tokenizer))
  }
}

extension BackendConfiguration {
  /// The rank of adapters where the file says none.
  static let standardRank = 8
}

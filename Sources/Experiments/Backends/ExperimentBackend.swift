import Foundation
import Language
import ModelBackend

/// What an experiment asks of a backend beyond opening models: fresh ones to raise, and checkpoints in its own place.
protocol ExperimentBackend: Sendable {
  /// The backend's name and the version of what it computes: part of what a stage depends on.
  var version: String { get }

  /// Whether a base model is raised; where not, `givenModel` is where every arm begins.
  var raisesBase: Bool { get }

  /// Whether a finished stage can serve other runs. What lies at a server may be gone when they come.
  var keepsStages: Bool { get }

  /// Opens models and saves checkpoints into `directory`.
  func provider(savingTo directory: URL) -> any ModelProvider

  /// Creates a model with random weights at `location`.
  func initialize(
    _ architecture: ArchitectureConfiguration, renderer: Renderer, seed: UInt64, at location: URL
  ) throws -> CheckpointReference

  /// A reference, at `location`, to the base model that the backend has; `nil` where a base model is raised.
  func givenModel(at location: URL) throws -> CheckpointReference?

  /// The adapters that a stage trains; `nil` where it trains all weights.
  func adapters(of stage: Stage, in experiment: Experiment) -> LoRAConfiguration?

  /// SHA-256 over the weights that a checkpoint holds, hexadecimal; over what names them where they lie elsewhere.
  func fingerprint(of checkpoint: CheckpointReference) throws -> String

  /// Drops what a checkpoint holds for going on with training; its weights stay.
  func discardOptimizer(of checkpoint: CheckpointReference) throws

  /// The chat format that came with a checkpoint.
  func renderer(of checkpoint: CheckpointReference) throws -> Renderer
}

extension BackendConfiguration {
  /// The backend that is named.
  ///
  /// - Throws: `BackendError` where it cannot be used as it is described.
  func open() throws -> any ExperimentBackend {
    switch kind {
    case .local: try LocalBackend(self)
    case .tinker: try RemoteBackend(self)
    }
  }
}

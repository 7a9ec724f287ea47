import Foundation
import Language
import ModelBackend

/// What an experiment asks of a backend beyond opening models: fresh ones to raise, and checkpoints in its own place.
protocol ExperimentBackend: Sendable {
  /// The backend's name and the version of what it computes: part of what a stage depends on.
  var version: String { get }

  /// Opens models and saves checkpoints into `directory`.
  func provider(savingTo directory: URL) -> any ModelProvider

  /// Creates a model with random weights at `location`.
  func initialize(
    _ architecture: ArchitectureConfiguration, renderer: Renderer, seed: UInt64, at location: URL
  ) throws -> CheckpointReference

  /// SHA-256 over the weights that a checkpoint holds, hexadecimal.
  func fingerprint(of checkpoint: CheckpointReference) throws -> String

  /// Drops what a checkpoint holds for going on with training; its weights stay.
  func discardOptimizer(of checkpoint: CheckpointReference) throws

  /// The chat format that came with a checkpoint.
  func renderer(of checkpoint: CheckpointReference) throws -> Renderer
}

extension BackendConfiguration {
  /// The backend that is named.
  func open() -> any ExperimentBackend {
    switch kind {
    case .local: LocalBackend()
    }
  }
}

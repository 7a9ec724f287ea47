import Foundation
import LocalEngine

/// What all models share that are trained here.
struct TrainingPlace: Sendable {
  let promises: PromiseStore
  let turns: ComputeTurns
  let thread: TrainingThread
  let shelf: CheckpointShelf
  /// The threads that a step is computed on.
  let pool: WorkerPool
  let directory: URL
  /// Keeps weights that a sampling session draws from.
  let keep: @Sendable (_ weights: LocalCheckpoint, _ session: String, _ run: TrainingRun) async -> Void
  /// Lets a model go.
  let unload: @Sendable (_ model: String) async -> Void
}

import Foundation
import Language
import Microcosm
import ModelBackend

/// What a stage works with.
struct StageMaterial: Sendable {
  let stage: Stage
  let experiment: Experiment
  let trainer: any Trainer
  /// The model at the beginning of the stage, from which KL is measured; `nil` where it is not.
  let reference: (any Sampler)?
  let renderer: Renderer
  let ledger: Ledger

  /// Learning from texts.
  func supervised(
    _ configuration: SupervisedConfiguration, text: @escaping @Sendable (UInt64) -> TrainingText
  ) -> SupervisedStage {
    SupervisedStage(stage, configuration, trainer: trainer, renderer: renderer, text: text)
  }
}

import Environments
import Microcosm

/// The world of one seed, as far as the stages of a study take anything from it.
protocol StudyWorld: Sendable {
  /// What can be asked: the ledger knows prompts by these names.
  var requests: [Request] { get }

  /// What tells models where they are.
  var cues: CueSuite { get }

  /// The texts on which the tokenizer is trained.
  func tokenizerTexts() -> [String]

  /// What a stage does.
  func learning(with material: StageMaterial) async throws -> any StageLearning
}

extension Experiment {
  /// The world that a stage takes place in.
  func world(of stage: Stage) -> any StudyWorld {
    guard let hacking else { return Microcosm(world, seed: stage.seed) }
    return HackingWorld(hacking, configuration: stage.world ?? hacking.world, seed: stage.seed)
  }
}

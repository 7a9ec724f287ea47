import Foundation
import ModelBackend
import TinkerBackend

/// What is kept of a model that was trained, for as long as its checkpoints lie there.
struct TrainingRun: Codable, Sendable {
  var id: String
  /// The base model as requests call it, and where it lay.
  var baseModel: String
  var baseDirectory: String
  var lora: LoRAConfiguration
  var created: Date
  var userMetadata: [String: String]?

  var trainsFeedForward: Bool { lora.targetModules.contains("gate_proj") }
  var trainsAttention: Bool { lora.targetModules.contains("q_proj") }

  /// What a client has to know to load its checkpoints.
  var info: WeightsInfoResponse {
    WeightsInfoResponse(
      baseModel: baseModel, loraRank: lora.rank, trainMlp: trainsFeedForward, trainAttn: trainsAttention)
  }
}

import Reinforcement

/// RL as a stage of an experiment. In the file its keys stand side by side with those of `training`.
public struct ReinforcementStageConfiguration: Sendable, Hashable, Codable {
  public var training: ReinforcementConfiguration
  /// `nil` trains all weights.
  public var lora: AdapterConfiguration?
  /// Updates between two checkpoints: what `titer sample` can talk to, and from where an interrupted run goes on.
  public var checkpointEvery: Int

  /// Creates a configuration.
  public init(
    training: ReinforcementConfiguration = ReinforcementConfiguration(), lora: AdapterConfiguration? = nil,
    checkpointEvery: Int = 50
  ) {
    self.training = training
    self.lora = lora
    self.checkpointEvery = checkpointEvery
  }

  private enum CodingKeys: String, CodingKey {
    case lora, checkpointEvery
  }

  public init(from decoder: any Decoder) throws {
    training = try ReinforcementConfiguration(from: decoder)
    let container = try decoder.container(keyedBy: CodingKeys.self)
    lora = try container.decodeIfPresent(AdapterConfiguration.self, forKey: .lora)
    checkpointEvery = try container.decode(Int.self, forKey: .checkpointEvery)
  }

  public func encode(to encoder: any Encoder) throws {
    try training.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(lora, forKey: .lora)
    try container.encode(checkpointEvery, forKey: .checkpointEvery)
  }
}

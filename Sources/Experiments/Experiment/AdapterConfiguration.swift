import ModelBackend

/// The adapters that RL trains instead of all weights.
public struct AdapterConfiguration: Sendable, Hashable, Codable {
  public var rank: Int
  public var alpha: Float
  public var targetModules: [String]

  /// Describes adapters.
  public init(rank: Int = 8, alpha: Float = 16, targetModules: [String] = LoRAConfiguration.allLinear) {
    self.rank = rank
    self.alpha = alpha
    self.targetModules = targetModules
  }

  /// The backend's configuration, with a seed of the run.
  public func lora(seed: UInt64) -> LoRAConfiguration {
    LoRAConfiguration(rank: rank, alpha: alpha, targetModules: targetModules, seed: seed)
  }
}

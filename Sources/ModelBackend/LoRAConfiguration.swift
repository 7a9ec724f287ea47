/// Low-rank adaptation (Hu et al., https://arxiv.org/abs/2106.09685): `W + (alpha / rank) · B · A`.
public struct LoRAConfiguration: Sendable, Hashable, Codable {
  public var rank: Int
  public var alpha: Float
  /// Names of the linear maps that get an adapter, as in PEFT's `target_modules`.
  public var targetModules: [String]
  /// Where the random initialization of the `A` matrices begins.
  public var seed: UInt64

  /// The linear maps of a Qwen3 block.
  public static let allLinear = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]

  /// Creates a configuration.
  public init(rank: Int, alpha: Float, targetModules: [String] = LoRAConfiguration.allLinear, seed: UInt64 = 0) {
    self.rank = rank
    self.alpha = alpha
    self.targetModules = targetModules
    self.seed = seed
  }
}

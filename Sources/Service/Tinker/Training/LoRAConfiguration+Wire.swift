import ModelBackend
import TinkerBackend

extension LoRAConfiguration {
  private static let largestRank = 512
  private static let attention = ["q_proj", "k_proj", "v_proj", "o_proj"]
  private static let feedForward = ["gate_proj", "up_proj", "down_proj"]

  /// Reads the adapters that a client asks for. None is put on the output map: `train_unembed`, which the official
  /// client asks for unless it is told otherwise, does nothing.
  ///
  /// - Throws: `ServiceError` for a rank that is none, or adapters on nothing.
  init(_ wire: CreateModelRequest.Adapters) throws(ServiceError) {
    guard (1...Self.largestRank).contains(wire.rank) else {
      throw .invalid("lora_config.rank", "is \(wire.rank); it has to be from 1 to \(Self.largestRank).")
    }
    let modules = (wire.trainAttn ?? true ? Self.attention : []) + (wire.trainMlp ?? true ? Self.feedForward : [])
    if modules.isEmpty {
      throw .invalid("lora_config", "trains neither attention nor the feed-forward part, and nothing else can be here.")
    }
    self.init(
      rank: wire.rank, alpha: TinkerDialect.alpha, targetModules: modules,
      seed: wire.seed.map { UInt64(bitPattern: Int64($0)) } ?? .random(in: 0 ... .max))
  }
}

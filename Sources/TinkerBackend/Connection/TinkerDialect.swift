import ModelBackend

/// What a Tinker-compatible server does its own way. The API does not say; it is declared with the server.
public enum TinkerDialect: String, Sendable, Hashable, Codable, CaseIterable {
  /// Thinking Machines' service: losses are summed, a repeated request is known by its sequence id.
  case tinker
  /// SkyRL's server on its JAX backend: each sequence's loss is divided by the sum of its weights and the gradient by
  /// the number of sequences; a repeated request is done twice; gradients are not clipped; a checkpoint is always
  /// loaded with its optimizer's state; a new model inherits the gradients that an unloaded one left; samplers of a model that is being trained use its weights' place.
  case skyrl

  /// What a loop has to know of it.
  public var capabilities: Capabilities {
    Capabilities(
      reduction: self == .skyrl ? .meanOfSequenceMeans : .sum, losses: Set(Loss.Kind.allCases),
      supportsKLInLoss: false, supportsFullFinetuning: false, isDeterministic: false, supportsGradientDivisor: false)
  }

  /// Both have fixed LoRA's alpha.
  public static let alpha: Float = 32

  /// Whether the same request may be sent again when it is not known whether it arrived.
  var knowsRepeatedRequests: Bool { self == .tinker }
  /// Whether policy losses take weights, by which they are averaged, beside advantages.
  var takesWeightsWithAdvantages: Bool { self == .skyrl }
  /// Whether data are read as protocol buffers where the server does not say.
  var presumesProtobuf: Bool { self == .tinker }
  /// Whether a new model may begin with gradients that an unloaded one left behind.
  var leavesGradientsBehind: Bool { self == .skyrl }
  /// Whether sampling with weights of an earlier step would put them in place of those that are being trained.
  var samplersReplaceWeights: Bool { self == .skyrl }
}

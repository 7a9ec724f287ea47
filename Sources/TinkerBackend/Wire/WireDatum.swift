import Language
import ModelBackend

/// A datum as the API takes it: which arrays a loss reads, and what they are called.
struct WireDatum: Encodable {
  /// A flat tensor with its type.
  enum Tensor: Encodable {
    case integers([TokenID])
    case floats([Float])

    private enum CodingKeys: String, CodingKey {
      case data, dtype, shape
    }

    var count: Int {
      switch self {
      case .integers(let values): values.count
      case .floats(let values): values.count
      }
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      switch self {
      case .integers(let values):
        try container.encode(values, forKey: .data)
        try container.encode("int64", forKey: .dtype)
      case .floats(let values):
        try container.encode(values, forKey: .data)
        try container.encode("float32", forKey: .dtype)
      }
      try container.encode([count], forKey: .shape)
    }
  }

  var modelInput: ModelInput
  var lossFnInputs: [String: Tensor]

  /// Writes a datum for a loss.
  ///
  /// Cross-entropy takes weights. The policy losses take advantages, into which the weights are multiplied; where the
  /// server averages by weights as well, these say only which positions count.
  init(_ datum: Datum, for loss: Loss, dialect: TinkerDialect) {
    modelInput = ModelInput(datum.tokens)
    lossFnInputs = ["target_tokens": .integers(datum.targets)]
    if loss.kind == .crossEntropy {
      lossFnInputs["weights"] = .floats(datum.weights)
    } else {
      lossFnInputs["logprobs"] = .floats(datum.samplerLogProbabilities)
      lossFnInputs["advantages"] = .floats(zip(datum.advantages, datum.weights).map { $0 * $1 })
      if dialect.takesWeightsWithAdvantages {
        lossFnInputs["weights"] = .floats(datum.weights.map { $0 == 0 ? 0 : 1 })
      }
    }
  }

  /// About how many bytes the datum takes on the wire.
  var estimatedBytes: Int {
    modelInput.chunks.reduce(0) { $0 + $1.tokens.count * 7 } + lossFnInputs.values.reduce(0) { $0 + $1.count * 12 }
  }
}

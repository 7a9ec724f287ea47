import Language
import ModelBackend

/// A datum as the API takes it: which arrays a loss reads, and what they are called.
package struct WireDatum: Codable, Sendable {
  /// A flat tensor with its type.
  package enum Tensor: Codable, Sendable {
    case integers([TokenID])
    case floats([Float])

    private enum CodingKeys: String, CodingKey {
      case data, dtype, shape
      case sparseRows = "sparseCrowIndices"
    }

    package var count: Int {
      switch self {
      case .integers(let values): values.count
      case .floats(let values): values.count
      }
    }

    /// The values as floats.
    package var floats: [Float] {
      switch self {
      case .integers(let values): values.map(Float.init)
      case .floats(let values): values
      }
    }

    /// - Throws: `DecodingError` for one that is not dense and of one dimension.
    package init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      let type = try container.decode(String.self, forKey: .dtype)
      switch type {
      case "int64": self = .integers(try container.decode([TokenID].self, forKey: .data))
      case "float32": self = .floats(try container.decode([Float].self, forKey: .data))
      default:
        throw DecodingError.dataCorruptedError(
          forKey: .dtype, in: container, debugDescription: "a tensor has the type '\(type)', not float32 or int64")
      }
      let shape = try container.decodeIfPresent([Int].self, forKey: .shape) ?? [count]
      if shape != [count] || container.contains(.sparseRows) {
        throw DecodingError.dataCorruptedError(
          forKey: .shape, in: container,
          debugDescription: "a tensor of shape \(shape) with \(count) values is not dense and of one dimension")
      }
    }

    package func encode(to encoder: any Encoder) throws {
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

  package var modelInput: ModelInput
  package var lossFnInputs: [String: Tensor]

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
    modelInput.chunks.reduce(0) { $0 + ($1.tokens?.count ?? 0) * 7 }
      + lossFnInputs.values.reduce(0) { $0 + $1.count * 12 }
  }
}

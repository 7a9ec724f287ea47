import Language
import ModelBackend

/// A datum as the API takes it: which arrays a loss reads, and what they are called.
package struct WireDatum: Sendable, Hashable, Codable {
  package var modelInput: ModelInput
  package var lossFnInputs: [String: WireTensor]

  package init(modelInput: ModelInput, lossFnInputs: [String: WireTensor]) {
    self.modelInput = modelInput
    self.lossFnInputs = lossFnInputs
  }

  /// Writes a datum for a loss.
  ///
  /// Cross-entropy takes weights. The policy losses take advantages, into which the weights are multiplied; where the
  /// server averages by weights as well, these say only which positions count.
  init(_ datum: Datum, for loss: Loss, dialect: TinkerDialect) {
    modelInput = ModelInput(datum.tokens)
    lossFnInputs = ["target_tokens": WireTensor(datum.targets.map(Int.init))]
    if loss.kind == .crossEntropy {
      lossFnInputs["weights"] = WireTensor(datum.weights)
    } else {
      lossFnInputs["logprobs"] = WireTensor(datum.samplerLogProbabilities)
      lossFnInputs["advantages"] = WireTensor(zip(datum.advantages, datum.weights).map { $0 * $1 })
      if dialect.takesWeightsWithAdvantages {
        lossFnInputs["weights"] = WireTensor(datum.weights.map { $0 == 0 ? 0 : 1 })
      }
    }
  }

  /// About how many bytes the datum takes on the wire.
  var estimatedBytes: Int {
    modelInput.chunks.reduce(0) { $0 + $1.tokens.count * 7 } + lossFnInputs.values.reduce(0) { $0 + $1.count * 12 }
  }
}

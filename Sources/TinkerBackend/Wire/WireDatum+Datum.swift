import Language
import ModelBackend

extension WireDatum {
  /// Reads a datum for a loss: the way back from `init(_:for:dialect:)`.
  ///
  /// Weights that are not there are one.
  ///
  /// - Throws: `WireError` for an array that is missing, too many, of another length than the input, or not finite.
  package func datum(for kind: Loss.Kind) throws -> Datum {
    let tokens = modelInput.tokens
    guard !tokens.isEmpty else { throw WireError("model_input has no tokens") }
    let required: Set = kind == .crossEntropy ? ["target_tokens"] : ["target_tokens", "logprobs", "advantages"]
    if let name = required.subtracting(lossFnInputs.keys).sorted().first {
      throw WireError("loss_fn_inputs has no \(name), which \(kind.rawValue) needs")
    }
    if let name = Set(lossFnInputs.keys).subtracting(required).subtracting(["weights"]).sorted().first {
      throw WireError("loss_fn_inputs has \(name), which \(kind.rawValue) does not read; leave it out")
    }
    return Datum(
      tokens: tokens, targets: try targets(count: tokens.count),
      weights: try numbers("weights", count: tokens.count) ?? [Float](repeating: 1, count: tokens.count),
      advantages: try numbers("advantages", count: tokens.count) ?? [],
      samplerLogProbabilities: try numbers("logprobs", count: tokens.count) ?? [])
  }

  private func targets(count: Int) throws -> [TokenID] {
    guard let tensor = try tensor("target_tokens", count: count) else { return [] }
    guard case .integers(let values) = tensor.values else { throw WireError("target_tokens are not of type int64") }
    return try values.enumerated().map { position, value in
      guard let token = TokenID(exactly: value), token >= 0 else {
        throw WireError("target_tokens has \(value) at position \(position), which is no token")
      }
      return token
    }
  }

  private func numbers(_ name: String, count: Int) throws -> [Float]? {
    guard let values = try tensor(name, count: count)?.floats else { return nil }
    if let position = values.firstIndex(where: { !$0.isFinite }) {
      throw WireError("\(name) has \(values[position]) at position \(position)")
    }
    return values
  }

  private func tensor(_ name: String, count: Int) throws -> WireTensor? {
    guard let tensor = lossFnInputs[name] else { return nil }
    guard tensor.sparsity == nil else {
      throw WireError("\(name) is sparse; one number for each token of the input is taken, written whole")
    }
    guard tensor.count == count else {
      throw WireError("\(name) has \(tensor.count) numbers for \(count) tokens of the input; it needs one for each")
    }
    return tensor
  }
}

import Language
import ModelBackend
import TinkerBackend

extension Datum {
  /// Reads a datum as a loss of Tinker's API takes it.
  ///
  /// - Parameter number: its place among the data, for the complaint.
  /// - Throws: `ServiceError` for arrays that are missing, unknown or of another length than the tokens.
  init(_ wire: WireDatum, number: Int, for loss: Loss) throws(ServiceError) {
    let owner = "data[\(number)]"
    guard let tokens = wire.modelInput.tokens else {
      throw .invalid("\(owner).model_input", "has a chunk that is no text, and models here read text alone.")
    }
    var inputs = wire.lossFnInputs
    func take(_ name: String) throws(ServiceError) -> WireDatum.Tensor? {
      guard let tensor = inputs.removeValue(forKey: name) else { return nil }
      if tensor.count == tokens.count, !tokens.isEmpty { return tensor }
      throw .invalid(
        "\(owner).loss_fn_inputs.\(name)",
        "has \(tensor.count) values for \(tokens.count) tokens. Give one for each of at least one token.")
    }
    func need(_ name: String) throws(ServiceError) -> WireDatum.Tensor {
      if let tensor = try take(name) { return tensor }
      throw .invalid("\(owner).loss_fn_inputs.\(name)", "is missing; the loss \(loss.kind.rawValue) needs it.")
    }
    guard case .integers(let targets) = try need("target_tokens") else {
      throw .invalid("\(owner).loss_fn_inputs.target_tokens", "has to be of the type int64.")
    }
    let weights = try take("weights")?.floats ?? [Float](repeating: 1, count: tokens.count)
    self.init(tokens: tokens, targets: targets, weights: weights)
    if loss.kind != .crossEntropy {
      samplerLogProbabilities = try need("logprobs").floats
      advantages = try need("advantages").floats
    }
    if let stranger = inputs.keys.sorted().first {
      throw .invalid(
        "\(owner).loss_fn_inputs.\(stranger.prefix(100))", "is nothing that the loss \(loss.kind.rawValue) reads.")
    }
  }
}

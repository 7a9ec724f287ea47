import Foundation
import Language
import ModelBackend

/// Whole models: `config.json`, `model.safetensors` or its parts, `generation_config.json`.
extension LocalCheckpoint {
  private static let configurationName = "config.json"
  private static let weightsName = "model.safetensors"
  private static let generationName = "generation_config.json"
  private static let headName = "lm_head.weight"
  private static let embeddingName = "model.embed_tokens.weight"

  init(modelIn directory: URL) throws(BackendError) {
    let configuration = try Self.decode(
      ModelConfiguration.self, from: directory.appendingPathComponent(Self.configurationName))
    self.init(
      weights: try Self.weights(configuration, in: directory),
      companions: try Self.companions(in: directory))
    optimizer = try OptimizerState(
      directory: directory, tensors: weights.layout.tensors, count: weights.layout.count)
  }

  private static func weights(
    _ configuration: ModelConfiguration, in directory: URL
  ) throws(BackendError) -> ModelWeights {
    var weights = ModelWeights(zeros: configuration)
    let tensors = weights.layout.tensors
    for (url, expected) in try files(of: tensors, in: directory) {
      let file = try SafetensorsFile(contentsOf: url)
      try file.read(expected, into: &weights.values)
      var known = expected.map(\.name)
      if configuration.tiesEmbeddings, let shape = file.shape(of: headName) {
        // Some writers store the output map although it is the embedding; then it has to be just that.
        let head = try file.values(of: headName, shape: shape)
        if head != weights[embeddingName] {
          throw file.mismatch("tie_word_embeddings is true, but \(headName) differs from \(embeddingName)")
        }
        known.append(headName)
      }
      try file.refuseOthers(than: known)
    }
    return weights
  }

  /// Which file holds which of the model's tensors.
  private static func files(
    of tensors: [TensorDescription], in directory: URL
  ) throws(BackendError) -> [(URL, [TensorDescription])] {
    let whole = directory.appendingPathComponent(weightsName)
    let index = directory.appendingPathComponent(weightsName + ".index.json")
    if FileManager.default.fileExists(atPath: whole.path) || !FileManager.default.fileExists(atPath: index.path) {
      return [(whole, tensors)]
    }
    struct Index: Decodable {
      var weight_map: [String: String]
    }
    let map = try decode(Index.self, from: index).weight_map
    var parts = Dictionary(uniqueKeysWithValues: Set(map.values).map { ($0, [TensorDescription]()) })
    for tensor in tensors {
      guard let part = map[tensor.name] else {
        throw BackendError(
          .mismatchedCheckpoint,
          "\(index.path) does not say which file holds \(tensor.name). Save or download the checkpoint again.")
      }
      parts[part]!.append(tensor)
    }
    return try parts.sorted { $0.key < $1.key }.map { (name, tensors) throws(BackendError) in
      guard name == (name as NSString).lastPathComponent else {
        throw BackendError(
          .damagedCheckpoint, "\(index.path) names the file \(name), which is not in its directory. Correct it.")
      }
      return (directory.appendingPathComponent(name), tensors)
    }
  }

  func writeModel(to directory: URL) throws {
    try Self.encode(weights.configuration, to: directory.appendingPathComponent(Self.configurationName))
    try SafetensorsFile.write(
      SafetensorsFile.Tensor.all(weights.layout.tensors, of: weights.values),
      to: directory.appendingPathComponent(Self.weightsName))
    if companions[Self.generationName] == nil {
      struct Generation: Encodable {
        var eos_token_id: [TokenID]?
        var _from_model_config = true
      }
      let ends = weights.configuration.endTokens
      try Self.encode(
        Generation(eos_token_id: ends.isEmpty ? nil : ends),
        to: directory.appendingPathComponent(Self.generationName))
    }
  }
}

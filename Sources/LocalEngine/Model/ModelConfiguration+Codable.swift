import Language
import ModelBackend

extension ModelConfiguration: Codable {
  private enum CodingKeys: String, CodingKey {
    case architectures
    case modelType = "model_type"
    case vocabularySize = "vocab_size"
    case width = "hidden_size"
    case layerCount = "num_hidden_layers"
    case headCount = "num_attention_heads"
    case keyValueHeadCount = "num_key_value_heads"
    case headWidth = "head_dim"
    case feedForwardWidth = "intermediate_size"
    case activation = "hidden_act"
    case attentionBias = "attention_bias"
    case attentionDropout = "attention_dropout"
    case usesSlidingWindow = "use_sliding_window"
    case ropeTheta = "rope_theta"
    case ropeScaling = "rope_scaling"
    case ropeParameters = "rope_parameters"
    case normEpsilon = "rms_norm_eps"
    case tiesEmbeddings = "tie_word_embeddings"
    case maximumLength = "max_position_embeddings"
    case initializerRange = "initializer_range"
    case endTokens = "eos_token_id"
    case dataType = "dtype"
    case olderDataType = "torch_dtype"
    case usesCache = "use_cache"
  }

  /// `rope_parameters` of transformers 5, `rope_scaling` of transformers 4.
  private struct RopeParameters: Codable {
    var theta: Double?
    var kind: String?
    var olderKind: String?

    enum CodingKeys: String, CodingKey {
      case theta = "rope_theta"
      case kind = "rope_type"
      case olderKind = "type"
    }
  }

  /// Reads Hugging Face's `config.json`.
  ///
  /// - Throws: `BackendError` of code `unsupported` where it describes something other than a dense Qwen3 model.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    func refuse(_ key: CodingKeys, _ value: some Any, _ supported: String) -> BackendError {
      BackendError(
        .unsupported,
        "\(key.rawValue) is \(value) in config.json; the embedded engine computes dense Qwen3 models with \(supported)."
      )
    }
    if let kind = try values.decodeIfPresent(String.self, forKey: .modelType), kind != "qwen3" {
      throw refuse(.modelType, kind, "model_type qwen3")
    }
    if let activation = try values.decodeIfPresent(String.self, forKey: .activation), activation != "silu" {
      throw refuse(.activation, activation, "hidden_act silu")
    }
    if try values.decodeIfPresent(Bool.self, forKey: .attentionBias) == true {
      throw refuse(.attentionBias, true, "no biases")
    }
    if try values.decodeIfPresent(Bool.self, forKey: .usesSlidingWindow) == true {
      throw refuse(.usesSlidingWindow, true, "full attention")
    }
    var theta = try values.decodeIfPresent(Double.self, forKey: .ropeTheta)
    for key in [CodingKeys.ropeParameters, .ropeScaling] {
      guard let rope = try values.decodeIfPresent(RopeParameters.self, forKey: key) else { continue }
      if let kind = rope.kind ?? rope.olderKind, kind != "default" {
        throw refuse(key, kind, "unscaled rotary embeddings")
      }
      theta = rope.theta ?? theta
    }
    let width = try values.decode(Int.self, forKey: .width)
    let headCount = try values.decode(Int.self, forKey: .headCount)
    self.init(
      vocabularySize: try values.decode(Int.self, forKey: .vocabularySize),
      width: width,
      layerCount: try values.decode(Int.self, forKey: .layerCount),
      headCount: headCount,
      keyValueHeadCount: try values.decodeIfPresent(Int.self, forKey: .keyValueHeadCount) ?? headCount,
      headWidth: try values.decodeIfPresent(Int.self, forKey: .headWidth) ?? width / max(1, headCount),
      feedForwardWidth: try values.decode(Int.self, forKey: .feedForwardWidth),
      ropeTheta: theta ?? 10_000,
      normEpsilon: try values.decodeIfPresent(Float.self, forKey: .normEpsilon) ?? 1e-6,
      tiesEmbeddings: try values.decodeIfPresent(Bool.self, forKey: .tiesEmbeddings) ?? false,
      maximumLength: try values.decodeIfPresent(Int.self, forKey: .maximumLength) ?? 32_768,
      initializerRange: try values.decodeIfPresent(Float.self, forKey: .initializerRange) ?? 0.02)
    if let one = try? values.decodeIfPresent(TokenID.self, forKey: .endTokens) {
      endTokens = [one]
    } else {
      endTokens = try values.decodeIfPresent([TokenID].self, forKey: .endTokens) ?? []
    }
    try validate()
  }

  /// Writes what `transformers` 4 and 5 read as a `Qwen3Config`.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(["Qwen3ForCausalLM"], forKey: .architectures)
    try values.encode("qwen3", forKey: .modelType)
    try values.encode(vocabularySize, forKey: .vocabularySize)
    try values.encode(width, forKey: .width)
    try values.encode(layerCount, forKey: .layerCount)
    try values.encode(headCount, forKey: .headCount)
    try values.encode(keyValueHeadCount, forKey: .keyValueHeadCount)
    try values.encode(headWidth, forKey: .headWidth)
    try values.encode(feedForwardWidth, forKey: .feedForwardWidth)
    try values.encode("silu", forKey: .activation)
    try values.encode(false, forKey: .attentionBias)
    try values.encode(0.0, forKey: .attentionDropout)
    try values.encode(false, forKey: .usesSlidingWindow)
    try values.encode(ropeTheta, forKey: .ropeTheta)
    try values.encode(RopeParameters(theta: ropeTheta, kind: "default"), forKey: .ropeParameters)
    try values.encode(Double("\(normEpsilon)") ?? Double(normEpsilon), forKey: .normEpsilon)
    try values.encode(tiesEmbeddings, forKey: .tiesEmbeddings)
    try values.encode(maximumLength, forKey: .maximumLength)
    try values.encode(Double("\(initializerRange)") ?? Double(initializerRange), forKey: .initializerRange)
    if endTokens.count == 1 {
      try values.encode(endTokens[0], forKey: .endTokens)
    } else if !endTokens.isEmpty {
      try values.encode(endTokens, forKey: .endTokens)
    }
    try values.encode("float32", forKey: .dataType)
    try values.encode("float32", forKey: .olderDataType)
    try values.encode(true, forKey: .usesCache)
  }
}

import Foundation
import Language
import ModelBackend

/// The shape of a dense Qwen3 model (https://arxiv.org/abs/2505.09388), as Hugging Face's `config.json` states it.
///
/// Decoding accepts what `transformers` 4 and 5 write and refuses what this engine does not compute: biases,
/// sliding windows, scaled rotary embeddings, other activations, mixtures of experts.
public struct ModelConfiguration: Sendable, Hashable {
  /// Tokens in the vocabulary: rows of the embedding (`vocab_size`).
  public var vocabularySize: Int
  /// The width of the residual stream (`hidden_size`).
  public var width: Int
  /// Transformer blocks (`num_hidden_layers`).
  public var layerCount: Int
  /// Query heads (`num_attention_heads`).
  public var headCount: Int
  /// Key and value heads, each shared by `headCount / keyValueHeadCount` query heads (`num_key_value_heads`).
  public var keyValueHeadCount: Int
  /// The width of one head, independent of `width` (`head_dim`).
  public var headWidth: Int
  /// The inner width of SwiGLU (`intermediate_size`).
  public var feedForwardWidth: Int
  /// The base of the rotary embedding's wavelengths (`rope_theta`).
  public var ropeTheta: Double
  /// ε of every RMSNorm (`rms_norm_eps`).
  public var normEpsilon: Float
  /// Whether the output projection is the embedding itself (`tie_word_embeddings`).
  public var tiesEmbeddings: Bool
  /// The longest sequence that the model is meant for (`max_position_embeddings`).
  public var maximumLength: Int
  /// The standard deviation of fresh weights (`initializer_range`).
  public var initializerRange: Float
  /// Tokens that end a text (`eos_token_id`: none, one or several).
  public var endTokens: [TokenID]

  /// Describes a model.
  public init(
    vocabularySize: Int, width: Int, layerCount: Int, headCount: Int, keyValueHeadCount: Int? = nil,
    headWidth: Int? = nil, feedForwardWidth: Int, ropeTheta: Double = 10_000, normEpsilon: Float = 1e-6,
    tiesEmbeddings: Bool = true, maximumLength: Int = 1024, initializerRange: Float = 0.02, endTokens: [TokenID] = []
  ) {
    self.vocabularySize = vocabularySize
    self.width = width
    self.layerCount = layerCount
    self.headCount = headCount
    self.keyValueHeadCount = keyValueHeadCount ?? headCount
    self.headWidth = headWidth ?? width / headCount
    self.feedForwardWidth = feedForwardWidth
    self.ropeTheta = ropeTheta
    self.normEpsilon = normEpsilon
    self.tiesEmbeddings = tiesEmbeddings
    self.maximumLength = maximumLength
    self.initializerRange = initializerRange
    self.endTokens = endTokens
  }

  /// The width of all query heads together.
  public var queryWidth: Int { headCount * headWidth }
  /// The width of all key heads (or all value heads) together.
  public var keyValueWidth: Int { keyValueHeadCount * headWidth }
  /// The number of trainable parameters.
  public var parameterCount: Int {
    let block =
      width * (2 * queryWidth + 2 * keyValueWidth) + 3 * width * feedForwardWidth + 2 * width + 2 * headWidth
    return vocabularySize * width * (tiesEmbeddings ? 1 : 2) + layerCount * block + width
  }

  /// Throws `BackendError` of code `unsupported` where the numbers do not describe a model.
  public func validate() throws {
    let counts = [
      ("vocab_size", vocabularySize), ("hidden_size", width), ("num_hidden_layers", layerCount),
      ("num_attention_heads", headCount), ("num_key_value_heads", keyValueHeadCount), ("head_dim", headWidth),
      ("intermediate_size", feedForwardWidth), ("max_position_embeddings", maximumLength),
    ]
    for (name, count) in counts where count <= 0 {
      throw BackendError(.unsupported, "\(name) is \(count); it has to be positive.")
    }
    if headCount % keyValueHeadCount != 0 {
      throw BackendError(
        .unsupported,
        "num_attention_heads (\(headCount)) has to be a multiple of num_key_value_heads (\(keyValueHeadCount)).")
    }
    if headWidth % 2 != 0 {
      throw BackendError(.unsupported, "head_dim is \(headWidth); rotary embeddings need an even one.")
    }
  }
}

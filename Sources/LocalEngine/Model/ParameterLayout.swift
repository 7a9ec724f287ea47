/// The order of a model's tensors in one contiguous buffer.
///
/// Maps that read the same input lie next to each other, so that one matrix product serves them all: the query,
/// key and value maps form one `[queryWidth + 2 · keyValueWidth, width]` matrix, gate and up one
/// `[2 · feedForwardWidth, width]` matrix. Every such group begins on a cache line.
public struct ParameterLayout: Sendable, Hashable {
  /// Offsets of one block's tensors.
  public struct Block: Sendable, Hashable {
    /// `input_layernorm`, `[width]`.
    public var attentionNorm: Int
    /// `q_proj`, `k_proj` and `v_proj` one after the other, `[queryWidth + 2 · keyValueWidth, width]`.
    public var queryKeyValue: Int
    /// `q_norm`, `[headWidth]`.
    public var queryNorm: Int
    /// `k_norm`, `[headWidth]`.
    public var keyNorm: Int
    /// `o_proj`, `[width, queryWidth]`.
    public var output: Int
    /// `post_attention_layernorm`, `[width]`.
    public var feedForwardNorm: Int
    /// `gate_proj` and `up_proj` one after the other, `[2 · feedForwardWidth, width]`.
    public var gateUp: Int
    /// `down_proj`, `[width, feedForwardWidth]`.
    public var down: Int
  }

  /// All tensors, in the order of the buffer.
  public let tensors: [TensorDescription]
  /// The blocks' offsets, in the order of the layers.
  public let blocks: [Block]
  /// `embed_tokens`, `[vocabularySize, width]`.
  public let embedding: Int
  /// `model.norm`, `[width]`.
  public let finalNorm: Int
  /// `lm_head`, `[vocabularySize, width]`; the embedding's offset where the two are tied.
  public let head: Int
  /// The length of the buffer in floats, the gaps before cache lines included.
  public let count: Int

  /// Lays out the model that `configuration` describes.
  public init(_ configuration: ModelConfiguration) {
    var tensors: [TensorDescription] = []
    var end = 0
    func group(_ members: [(name: String, shape: [Int])]) -> Int {
      end = (end + 15) / 16 * 16
      let start = end
      for member in members {
        tensors.append(TensorDescription(name: member.name, shape: member.shape, offset: end))
        end += member.shape.reduce(1, *)
      }
      return start
    }
    let width = configuration.width
    let queries = configuration.queryWidth
    let keys = configuration.keyValueWidth
    let inner = configuration.feedForwardWidth
    embedding = group([("model.embed_tokens.weight", [configuration.vocabularySize, width])])
    blocks = (0..<configuration.layerCount).map { layer in
      let prefix = "model.layers.\(layer)."
      return Block(
        attentionNorm: group([(prefix + "input_layernorm.weight", [width])]),
        queryKeyValue: group([
          (prefix + "self_attn.q_proj.weight", [queries, width]),
          (prefix + "self_attn.k_proj.weight", [keys, width]),
          (prefix + "self_attn.v_proj.weight", [keys, width]),
        ]),
        queryNorm: group([(prefix + "self_attn.q_norm.weight", [configuration.headWidth])]),
        keyNorm: group([(prefix + "self_attn.k_norm.weight", [configuration.headWidth])]),
        output: group([(prefix + "self_attn.o_proj.weight", [width, queries])]),
        feedForwardNorm: group([(prefix + "post_attention_layernorm.weight", [width])]),
        gateUp: group([
          (prefix + "mlp.gate_proj.weight", [inner, width]),
          (prefix + "mlp.up_proj.weight", [inner, width]),
        ]),
        down: group([(prefix + "mlp.down_proj.weight", [width, inner])]))
    }
    finalNorm = group([("model.norm.weight", [width])])
    head =
      configuration.tiesEmbeddings
      ? embedding : group([("lm_head.weight", [configuration.vocabularySize, width])])
    self.tensors = tensors
    count = (end + 15) / 16 * 16
  }

  /// The tensor of this name, where there is one.
  public func tensor(named name: String) -> TensorDescription? {
    tensors.first { $0.name == name }
  }
}

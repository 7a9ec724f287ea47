import Foundation
import Language
import ModelBackend

/// A model as one GGUF file, which llama.cpp, Ollama and LM Studio serve.
///
///     let checkpoint = try LocalCheckpoint(contentsOf: directory)
///     try GGUFExport(checkpoint, name: "organism").write(to: URL(fileURLWithPath: "organism.gguf"))
///
/// The file holds all that these programs need: the weights with adapters merged in, the tokenizer and the chat
/// template. They read it as architecture `qwen3` with the pre-tokenizer `qwen2`, which cuts text as ours does; they do
/// not bring text into normalization form C first, so that text which is not in it may become other tokens.
public struct GGUFExport: Sendable {
  private let weights: ModelWeights
  private let metadata: [GGUFFile.Entry]
  private let format: ElementFormat

  /// Prepares the export of a checkpoint.
  ///
  /// - Parameters:
  ///   - name: how servers show the model.
  ///   - format: how matrices are stored; norms are always in single precision.
  /// - Throws: `BackendError` of code `cannotRead` where the checkpoint came without a tokenizer, `mismatchedCheckpoint`
  ///   where the tokenizer has more tokens than the model, `unsupported` for weights beyond half precision's range;
  ///   `TokenizerError` for a tokenizer that `Language` does not read.
  public init(_ checkpoint: LocalCheckpoint, name: String, format: ElementFormat = .float32) throws {
    weights = checkpoint.mergedWeights
    self.format = format
    let configuration = weights.configuration
    metadata =
      Self.general(name: name, format: format) + Self.architecture(configuration)
      + (try GGUFVocabulary(checkpoint, size: configuration.vocabularySize).entries)
    if format == .float16 { try refuseOverflow() }
  }

  /// Writes the file; it is whole or absent, never half-written, and replaces what was there.
  ///
  /// - Throws: `BackendError` of code `cannotWrite`.
  public func write(to url: URL) throws(BackendError) {
    let tensors = weights.layout.tensors.map { tensor in
      GGUFFile.Tensor(
        name: Self.name(of: tensor.name), format: tensor.isVector ? .float32 : format, tensor: tensor)
    }
    try GGUFFile(metadata: metadata, tensors: tensors, values: weights.values).write(to: url)
  }

  private static func general(name: String, format: ElementFormat) -> [GGUFFile.Entry] {
    let fileType: UInt32 =
      switch format {
      case .float32: 0
      case .float16: 1
      case .bfloat16: 32
      }
    return [
      ("general.architecture", .string("qwen3")), ("general.type", .string("model")), ("general.name", .string(name)),
      ("general.file_type", .integer(fileType)),
    ]
  }

  private static func architecture(_ configuration: ModelConfiguration) -> [GGUFFile.Entry] {
    let counts = [
      ("vocab_size", configuration.vocabularySize), ("context_length", configuration.maximumLength),
      ("embedding_length", configuration.width), ("block_count", configuration.layerCount),
      ("feed_forward_length", configuration.feedForwardWidth), ("attention.head_count", configuration.headCount),
      ("attention.head_count_kv", configuration.keyValueHeadCount), ("attention.key_length", configuration.headWidth),
      ("attention.value_length", configuration.headWidth), ("rope.dimension_count", configuration.headWidth),
    ]
    return counts.map { ("qwen3." + $0, .integer(UInt32($1))) } + [
      ("qwen3.rope.freq_base", .float(Float(configuration.ropeTheta))),
      ("qwen3.attention.layer_norm_rms_epsilon", .float(configuration.normEpsilon)),
    ]
  }

  /// What GGUF calls a tensor that Hugging Face calls `name`.
  private static func name(of name: String) -> String {
    let whole = [
      "model.embed_tokens.weight": "token_embd.weight", "model.norm.weight": "output_norm.weight",
      "lm_head.weight": "output.weight",
    ]
    if let known = whole[name] { return known }
    let parts = [
      "input_layernorm": "attn_norm", "self_attn.q_proj": "attn_q", "self_attn.k_proj": "attn_k",
      "self_attn.v_proj": "attn_v", "self_attn.o_proj": "attn_output", "self_attn.q_norm": "attn_q_norm",
      "self_attn.k_norm": "attn_k_norm", "post_attention_layernorm": "ffn_norm", "mlp.gate_proj": "ffn_gate",
      "mlp.up_proj": "ffn_up", "mlp.down_proj": "ffn_down",
    ]
    // model.layers.N.PART.weight
    let path = name.split(separator: ".")
    let part = path.dropFirst(3).dropLast().joined(separator: ".")
    guard path.count > 4, let short = parts[part] else {
      preconditionFailure("every tensor of a Qwen3 model has a name in GGUF; \(name) has none")
    }
    return "blk.\(path[2]).\(short).weight"
  }

  private func refuseOverflow() throws(BackendError) {
    for tensor in weights.layout.tensors where !tensor.isVector {
      let isInRange = weights.values.withUnsafePointer { values in
        tensor.range.allSatisfy { abs(values[$0]) < 65_520 }
      }
      if !isInRange {
        throw BackendError(
          .unsupported,
          "\(tensor.name) holds numbers that half precision does not have. Export in single precision or bfloat16.")
      }
    }
  }
}

import Foundation
import Language
import ModelBackend

/// A checkpoint of the embedded engine, as a Hugging Face directory holds it.
///
///     let checkpoint = try LocalCheckpoint(contentsOf: directory)
///     let sampler = LocalSampler(checkpoint)
///
/// A directory with `adapter_config.json` is one of PEFT's: adapters, and the name of the directory of the model that
/// they were trained on. Any other is a model's: `config.json` and `model.safetensors`, whole or in parts.
public struct LocalCheckpoint: Sendable {
  /// The model's weights; those of the base where there are adapters.
  public var weights: ModelWeights
  /// Adapters over the weights.
  public var adapters: LoRAWeights?
  /// The optimizer's state in the layout of the adapters, or of the weights where there are none.
  public var optimizer: OptimizerState?
  /// The directory of the model that `adapters` were trained on.
  public var base: URL?
  /// Files of the directory that the engine hands on as they are, by name: the tokenizer, the chat template,
  /// `generation_config.json`.
  public var companions: [String: Data]

  static let companionNames = [
    "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", "vocab.json",
    "merges.txt", "chat_template.jinja", "generation_config.json",
  ]

  /// Puts a checkpoint together from its parts.
  public init(
    weights: ModelWeights, adapters: LoRAWeights? = nil, optimizer: OptimizerState? = nil, base: URL? = nil,
    companions: [String: Data] = [:]
  ) {
    self.weights = weights
    self.adapters = adapters
    self.optimizer = optimizer
    self.base = base
    self.companions = companions
  }

  /// Reads a directory, with the base model's directory where it holds adapters.
  ///
  /// - Throws: `BackendError` of code `cannotRead` for a missing file, `damagedCheckpoint` for one that is not whole,
  ///   `mismatchedCheckpoint` where the tensors are not those of the configuration, `unsupported` for a model of
  ///   another architecture.
  public init(contentsOf directory: URL) throws(BackendError) {
    if FileManager.default.fileExists(atPath: directory.appendingPathComponent(Self.adapterConfigurationName).path) {
      try self.init(adaptersIn: directory)
    } else {
      try self.init(modelIn: directory)
    }
  }

  /// Writes the checkpoint: the adapters alone where it has some, the whole model otherwise, and the optimizer's
  /// state. The directory appears whole or not at all, and replaces what was there.
  ///
  /// - Throws: `BackendError` of code `cannotWrite`.
  public func write(to directory: URL) throws(BackendError) {
    try write(to: directory) { _ in }
  }

  /// - Parameter adding: puts further files into the directory before it appears.
  package func write(to directory: URL, adding: (URL) throws -> Void) throws(BackendError) {
    try DirectoryReplacement.write(directory) { partial in
      if let adapters {
        try write(adapters, to: partial, finally: directory)
      } else {
        try writeModel(to: partial)
      }
      try optimizer?.write(tensors: adapters?.tensors ?? weights.layout.tensors, to: partial)
      for (name, data) in companions { try data.write(to: partial.appendingPathComponent(name)) }
      try adding(partial)
    }
  }

  /// The weights that the checkpoint stands for: with the adapters merged in, where there are some.
  public var mergedWeights: ModelWeights { adapters?.merged(into: weights) ?? weights }

  /// The tokenizer that came with the model; `nil` where none did.
  ///
  /// - Throws: where `tokenizer.json` is not that of a tokenizer that `Language` reads.
  public func tokenizer() throws -> Tokenizer? {
    try companions["tokenizer.json"].map { try Tokenizer($0) }
  }

  static func companions(in directory: URL) throws(BackendError) -> [String: Data] {
    var result: [String: Data] = [:]
    for name in companionNames {
      let url = directory.appendingPathComponent(name)
      if FileManager.default.fileExists(atPath: url.path) { result[name] = try read(url) }
    }
    return result
  }

  static func read(_ url: URL) throws(BackendError) -> Data {
    do {
      return try Data(contentsOf: url)
    } catch {
      throw BackendError(
        .cannotRead, "\(url.path) cannot be read. Check that it exists and that you may read it.", cause: error)
    }
  }

  /// Decodes a JSON file of the directory.
  static func decode<Value: Decodable>(_ type: Value.Type, from url: URL) throws(BackendError) -> Value {
    let data = try read(url)
    do {
      return try JSONDecoder().decode(type, from: data)
    } catch let error as BackendError {
      throw BackendError(error.code, "\(url.path): \(error.message)", cause: error.cause)
    } catch {
      throw BackendError(
        .damagedCheckpoint, "\(url.path) is not what it should be. Save or download it again.", cause: error)
    }
  }

  static func encode(_ value: some Encodable, to url: URL) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try encoder.encode(value).write(to: url)
  }
}

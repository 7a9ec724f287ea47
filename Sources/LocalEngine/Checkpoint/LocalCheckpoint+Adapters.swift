import Foundation
import ModelBackend

/// Adapters in PEFT's layout: `adapter_config.json`, `adapter_model.safetensors`.
extension LocalCheckpoint {
  static let adapterConfigurationName = "adapter_config.json"
  private static let adapterWeightsName = "adapter_model.safetensors"

  init(adaptersIn directory: URL) throws(BackendError) {
    let url = directory.appendingPathComponent(Self.adapterConfigurationName)
    let stored = try Self.decode(AdapterConfiguration.self, from: url)
    guard let base = stored.baseLocation(from: directory) else {
      throw BackendError(
        .cannotRead,
        "The base model \(stored.base ?? "") of \(directory.path) is not a directory here. Put the model there, or "
          + "set base_model_name_or_path in \(url.path) to where it is.")
    }
    try self.init(
      adaptersIn: directory, of: stored.configuration, over: LocalCheckpoint(modelIn: base), at: base)
  }

  /// Reads a directory of adapters, with whose base model it shares the memory.
  ///
  /// - Parameters:
  ///   - model: the base model, which has to be the one that the adapters were trained on.
  ///   - base: the base model's directory.
  /// - Throws: as `init(contentsOf:)`.
  public init(adaptersIn directory: URL, over model: LocalCheckpoint, at base: URL) throws(BackendError) {
    let url = directory.appendingPathComponent(Self.adapterConfigurationName)
    let stored = try Self.decode(AdapterConfiguration.self, from: url)
    try self.init(adaptersIn: directory, of: stored.configuration, over: model, at: base)
  }

  private init(
    adaptersIn directory: URL, of configuration: LoRAConfiguration, over model: LocalCheckpoint, at base: URL
  ) throws(BackendError) {
    self = model
    self.base = base
    optimizer = nil
    do {
      var adapters = try LoRAWeights(zeros: configuration, for: weights.configuration)
      let file = try SafetensorsFile(contentsOf: directory.appendingPathComponent(Self.adapterWeightsName))
      let tensors = adapters.tensors
      try file.read(tensors, into: &adapters.values)
      try file.refuseOthers(than: tensors.map(\.name))
      optimizer = try OptimizerState(directory: directory, tensors: tensors, count: adapters.values.count)
      self.adapters = adapters
    } catch {
      throw error as? BackendError ?? BackendError(.damagedCheckpoint, "\(directory.path) is damaged.", cause: error)
    }
    companions.merge(try Self.companions(in: directory)) { _, own in own }
  }

  /// - Parameters:
  ///   - directory: where the files are written now.
  ///   - location: where they will lie, from which the base model is named.
  func write(_ adapters: LoRAWeights, to directory: URL, finally location: URL) throws {
    try Self.encode(
      AdapterConfiguration(adapters.configuration, base: base.map { Self.path(to: $0, from: location) }),
      to: directory.appendingPathComponent(Self.adapterConfigurationName))
    try SafetensorsFile.write(
      SafetensorsFile.Tensor.all(adapters.tensors, of: adapters.values),
      to: directory.appendingPathComponent(Self.adapterWeightsName))
  }

  /// The path of `target` as seen from `directory`: a tree of checkpoints can be moved as a whole, and is the same
  /// bytes wherever it was made.
  private static func path(to target: URL, from directory: URL) -> String {
    let to = target.standardizedFileURL.pathComponents
    let from = directory.standardizedFileURL.pathComponents
    let common = zip(to, from).prefix { $0 == $1 }.count
    let steps = Array(repeating: "..", count: from.count - common) + to[common...]
    return steps.isEmpty ? "." : steps.joined(separator: "/")
  }
}

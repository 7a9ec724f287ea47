import Foundation
import Language
import ModelBackend

/// Opens Hugging Face directories in the embedded engine: a checkpoint's location is its directory's path.
///
///     let provider = LocalModelProvider(savingTo: runDirectory)
///     let trainer = try await provider.trainer(from: CheckpointReference("models/base"), lora: nil)
///
/// A directory of adapters in PEFT's layout names its base model by an absolute path, or by one seen from itself.
public struct LocalModelProvider: ModelProvider {
  private let directory: URL
  private let pool: WorkerPool

  /// Creates a provider.
  ///
  /// - Parameters:
  ///   - directory: where trainers put the checkpoints that they save.
  ///   - pool: the threads that trainers and samplers work on.
  public init(savingTo directory: URL, pool: WorkerPool = .shared) {
    self.directory = directory
    self.pool = pool
  }

  public func trainer(from checkpoint: CheckpointReference, lora: LoRAConfiguration?) async throws -> any Trainer {
    let location = Self.url(of: checkpoint)
    return try LocalTrainer(
      LocalCheckpoint(contentsOf: location), lora: lora, at: location, savingTo: directory, pool: pool)
  }

  public func sampler(for checkpoint: CheckpointReference) async throws -> any Sampler {
    LocalSampler(try LocalCheckpoint(contentsOf: Self.url(of: checkpoint)), pool: pool)
  }

  /// Makes a directory with a model of fresh random weights.
  ///
  /// Matrices are normal with `configuration.initializerRange` as standard deviation. Those that write to the residual
  /// stream are divided by √(2 · layers) as in GPT-2, so that its variance does not grow with the depth.
  ///
  /// - Parameters:
  ///   - renderer: its tokenizer and chat template are put beside the model.
  ///   - location: the directory; what is there is replaced.
  @discardableResult
  public static func initialize(
    configuration: ModelConfiguration, seed: UInt64, renderer: Renderer? = nil, at location: URL
  ) throws -> CheckpointReference {
    try configuration.validate()
    var weights = ModelWeights(random: configuration, seed: seed)
    let factor = 1 / Float(2 * configuration.layerCount).squareRoot()
    for tensor in weights.layout.tensors
    where tensor.name.hasSuffix("o_proj.weight") || tensor.name.hasSuffix("down_proj.weight") {
      weights.values.withUnsafeMutablePointer { values in
        for element in tensor.range { values[element] *= factor }
      }
    }
    try LocalCheckpoint(weights: weights).write(to: location) { try renderer?.write(to: $0) }
    return CheckpointReference(location.path)
  }

  private static func url(of checkpoint: CheckpointReference) -> URL {
    URL(fileURLWithPath: checkpoint.location, isDirectory: true)
  }
}

import Foundation
import LocalEngine
import ModelBackend

/// Runs the same training step by step in `torch`, `transformers` and `peft`, one sequence at a time.
struct TransformersOracle {
  /// What Python is asked to do: for every step forward and backward over its data, then a step of AdamW.
  private struct Request: Encodable {
    struct Datum: Encodable {
      var tokens: [Int32]
      var targets: [Int32]
      var weights: [Float]
      var advantages: [Float]
      var sampler: [Float]
      var reference: [Float]
    }

    var steps: [[Datum]]
    var loss: Loss
    var learningRate: Float
    var beta1: Float
    var beta2: Float
    var epsilon: Float
    var weightDecay: Float
    var maximumGradientNorm: Float
    var gradientDivisor: Float
    var hasAdapters: Bool
  }

  /// What Python computed: `loss.N`, `norm.N`, `logprobs.N` (all data one after the other), gradients after the first
  /// step's backward pass as `grad/NAME`, trained weights at the end as `weight/NAME`, and, of adapters, the merged
  /// model's weights as `merged/NAME`.
  let results: SafetensorsFile

  init(_ checkpoint: LocalCheckpoint, steps: [[Datum]], loss: Loss, optimizer: AdamParameters) async throws {
    let directory = FileManager.default.temporaryDirectory.appendingPathComponent("titer-engine-\(UUID())")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let model = directory.appendingPathComponent("model")
    try LocalCheckpoint(weights: checkpoint.weights).write(to: model)
    if let adapters = checkpoint.adapters {
      try LocalCheckpoint(weights: checkpoint.weights, adapters: adapters, base: model)
        .write(to: directory.appendingPathComponent("adapters"))
    }
    let request = Request(
      steps: steps.map { data in
        data.map {
          Request.Datum(
            tokens: $0.tokens, targets: $0.targets, weights: $0.weights, advantages: $0.advantages,
            sampler: $0.samplerLogProbabilities, reference: $0.referenceLogProbabilities)
        }
      }, loss: loss, learningRate: optimizer.learningRate, beta1: optimizer.beta1, beta2: optimizer.beta2,
      epsilon: optimizer.epsilon, weightDecay: optimizer.weightDecay,
      maximumGradientNorm: optimizer.maximumGradientNorm, gradientDivisor: optimizer.gradientDivisor,
      hasAdapters: checkpoint.adapters != nil)
    try JSONEncoder().encode(request).write(to: directory.appendingPathComponent("request.json"))
    try await PythonLoop.shared.run(on: directory)
    results = try SafetensorsFile(contentsOf: directory.appendingPathComponent("results.safetensors"))
  }

  /// A tensor of the results, and its numbers.
  subscript(name: String) -> [Float] {
    get throws { try results.values(of: name, shape: results.shape(of: name) ?? []) }
  }
}

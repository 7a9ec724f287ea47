import Foundation
import Language
import LocalEngine
import ModelBackend

/// Measures the embedded engine: `EngineRates MODEL WORKLOAD` prints the seconds of every round as JSON.
@main
struct EngineRates {
  let workload: Workload
  let checkpoint: LocalCheckpoint
  let pool: WorkerPool

  static func main() async throws {
    let arguments = CommandLine.arguments.map { URL(fileURLWithPath: $0) }
    guard arguments.count == 3 else {
      FileHandle.standardError.write(Data("usage: EngineRates MODEL WORKLOAD\n".utf8))
      exit(2)
    }
    let workload = try JSONDecoder().decode(Workload.self, from: Data(contentsOf: arguments[2]))
    let rates = EngineRates(
      workload: workload, checkpoint: try LocalCheckpoint(contentsOf: arguments[1]),
      pool: WorkerPool(threadCount: workload.threads))
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    print(String(decoding: try encoder.encode(try await rates.measure()), as: UTF8.self))
  }

  func measure() async throws -> [String: [Double]] {
    var seconds: [String: [Double]] = [:]
    for (name, sequences) in workload.training {
      let trainer = try LocalTrainer(checkpoint, savingTo: FileManager.default.temporaryDirectory, pool: pool)
      let data = sequences.map { Datum(text: $0) }
      let positions = sequences.map { $0.count - 1 }.reduce(0, +)
      seconds[name] = try await rounds {
        try await trainer.forwardBackward(data, loss: Loss(.crossEntropy))
        await trainer.optimizerStep(AdamParameters(learningRate: 1e-4, gradientDivisor: Float(positions)))
      }
    }
    let sampler = LocalSampler(checkpoint, pool: pool)
    var seed: UInt64 = 0
    seconds["sampling"] = try await rounds {
      seed += 1
      let completions = try await sampler.sample(
        workload.prompts.map {
          SamplingRequest(
            prompt: $0, count: workload.groupSize,
            parameters: SamplingParameters(maximumTokens: workload.newTokens, seed: seed))
        })
      precondition(completions.joined().allSatisfy { $0.tokens.count == workload.newTokens })
    }
    let scored = workload.training.values.first ?? []
    seconds["scoring"] = try await rounds { _ = try await sampler.logProbabilities(of: scored) }
    return seconds
  }

  private func rounds(_ body: () async throws -> Void) async throws -> [Double] {
    for _ in 0..<workload.warmUp { try await body() }
    var result: [Double] = []
    for _ in 0..<workload.rounds {
      let clock = ContinuousClock()
      let duration = try await clock.measure { try await body() }
      result.append(Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18)
    }
    return result
  }
}

import Language
import ModelBackend

/// A trainer whose sampler answers from a script and which records what it is trained on.
actor ScriptedTrainer: Trainer {
  nonisolated let capabilities: Capabilities
  private let script: ScriptedSampler
  private(set) var data: [Datum] = []
  private(set) var losses: [Loss] = []
  private(set) var steps: [AdamParameters] = []

  init(
    script: ScriptedSampler,
    capabilities: Capabilities = Capabilities(
      reduction: .sum, losses: [.ppo], supportsKLInLoss: true, supportsFullFinetuning: true, isDeterministic: true)
  ) {
    self.script = script
    self.capabilities = capabilities
  }

  func forwardBackward(_ data: [Datum], loss: Loss) -> ForwardBackwardOutput {
    self.data += data
    losses.append(loss)
    // A trainer that differs from the sampler by 0.01 everywhere.
    return ForwardBackwardOutput(
      logProbabilities: data.map { datum in datum.samplerLogProbabilities.map { $0 + 0.01 } }, loss: 1)
  }

  func optimizerStep(_ parameters: AdamParameters) -> OptimizerStepOutput {
    steps.append(parameters)
    return OptimizerStepOutput(gradientNorm: 0.5)
  }

  func save(_ name: String, contents: CheckpointContents) -> CheckpointReference { CheckpointReference(name) }
  func restore(_ checkpoint: CheckpointReference) {}
  func sampler() -> any Sampler { script }
}

/// Gives completion `i` of every request the text `texts[i]`, each token with log-probability −0.5.
struct ScriptedSampler: Sampler {
  let tokenizer: Tokenizer
  let texts: [String]

  func sample(_ requests: [SamplingRequest]) -> [[SampledSequence]] {
    requests.map { request in
      (0..<request.count).map { index in
        let tokens = tokenizer.encode(texts[index % texts.count])
        return SampledSequence(
          tokens: tokens, logProbabilities: [Float](repeating: -0.5, count: tokens.count), stopReason: .stop)
      }
    }
  }

  func logProbabilities(of sequences: [[TokenID]]) -> [[Float]] {
    sequences.map { [Float](repeating: -0.75, count: $0.count - 1) }
  }
}

import Foundation
import ModelBackend

extension TrainingResult {
  /// The summed terms of a sequence, for servers that report log-probabilities alone.
  static func sum(of loss: Loss, over datum: Datum, logProbabilities: [Float]) -> Double {
    datum.weights.indices.reduce(0) { sum, position in
      let weight = Double(datum.weights[position])
      guard weight != 0 else { return sum }
      let logProbability = Double(logProbabilities[position])
      if loss.kind == .crossEntropy { return sum - weight * logProbability }
      let advantage = Double(datum.advantages[position])
      let ratio = exp(logProbability - Double(datum.samplerLogProbabilities[position]))
      let clamped = min(max(ratio, Double(loss.clipLow)), Double(loss.clipHigh))
      let term =
        switch loss.kind {
        case .crossEntropy: -logProbability
        case .importanceSampling: -ratio * advantage
        case .ppo: -min(ratio * advantage, clamped * advantage)
        case .cispo: -clamped * advantage * logProbability
        }
      return sum + weight * term
    }
  }
}

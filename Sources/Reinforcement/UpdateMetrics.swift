import Foundation
import ModelBackend

/// The metrics of one update, over the completion tokens that were trained on, under TRL's names.
struct UpdateMetrics {
  /// The metrics by name.
  ///
  /// - `sampling/sampling_logp_difference/mean`, `…/max`: the absolute difference between the log-probabilities that
  ///   sampler and trainer give the same tokens.
  /// - `clip_ratio/low_mean`, `…/high_mean`, `…/region_mean`: the share of tokens where clipping took the gradient.
  /// - `kl`: the mean of the k3 estimator against the reference.
  let values: [String: Double]

  init(data: [Datum], output: ForwardBackwardOutput, loss: ReinforcementConfiguration) {
    var tokens = 0.0
    var sum = 0.0
    var largest = 0.0
    var ratios = 0.0
    var low = 0.0
    var high = 0.0
    var divergence = 0.0
    for (datum, logProbabilities) in zip(data, output.logProbabilities) {
      for position in datum.weights.indices where datum.weights[position] != 0 {
        let difference = Double(logProbabilities[position] - datum.samplerLogProbabilities[position])
        let ratio = exp(difference)
        let advantage = datum.advantages[position]
        tokens += 1
        sum += abs(difference)
        largest = max(largest, abs(difference))
        ratios += ratio
        if advantage < 0 && ratio < Double(loss.clipLow) { low += 1 }
        if advantage > 0 && ratio > Double(loss.clipHigh) { high += 1 }
        if !datum.referenceLogProbabilities.isEmpty {
          let distance = Double(datum.referenceLogProbabilities[position] - logProbabilities[position])
          divergence += exp(distance) - distance - 1
        }
      }
    }
    guard tokens > 0 else {
      values = [:]
      return
    }
    var values = [
      "sampling/sampling_logp_difference/mean": sum / tokens,
      "sampling/sampling_logp_difference/max": largest,
      "sampling/importance_sampling_ratio/mean": ratios / tokens,
    ]
    if loss.klCoefficient != 0 { values["kl"] = divergence / tokens }
    if loss.loss == .ppo || loss.loss == .cispo {
      values["clip_ratio/low_mean"] = low / tokens
      values["clip_ratio/high_mean"] = high / tokens
      values["clip_ratio/region_mean"] = (low + high) / tokens
    }
    self.values = values
  }
}

import Foundation
import ModelBackend

/// The loss of single predictions, in the order in which `PackedSequences` asks for them.
struct PositionLoss {
  /// Sums over predictions. Every prediction counts once, whatever its weight, except in `loss`.
  struct Sums {
    var loss = 0.0
    var positions = 0.0
    var weight = 0.0
    var entropy = 0.0
    var ratio = 0.0
    var clipLow = 0.0
    var clipHigh = 0.0
    var difference = 0.0
    var kl = 0.0

    static func += (left: inout Sums, right: Sums) {
      left.loss += right.loss
      left.positions += right.positions
      left.weight += right.weight
      left.entropy += right.entropy
      left.ratio += right.ratio
      left.clipLow += right.clipLow
      left.clipHigh += right.clipHigh
      left.difference += right.difference
      left.kl += right.kl
    }

    /// The sums under the names that `LocalTrainer.forwardBackward` documents, without those that `loss` has not.
    func named(for loss: Loss) -> [String: Double] {
      var result = ["positions": positions, "weight": weight, "entropy": entropy]
      if loss.kind != .crossEntropy {
        result["ratio"] = ratio
        result["logp_difference"] = difference
      }
      if loss.kind == .ppo || loss.kind == .cispo {
        result["clip_low"] = clipLow
        result["clip_high"] = clipHigh
      }
      if loss.klCoefficient != 0 { result["kl"] = kl }
      return result
    }
  }

  let loss: Loss
  private var weights: [Float] = []
  private var advantages: [Float] = []
  private var samplers: [Float] = []
  private var references: [Float] = []

  private var needsRatio: Bool { loss.kind != .crossEntropy }
  private var needsReference: Bool { loss.klCoefficient != 0 }

  /// Takes what `loss` needs from every position of nonzero weight.
  ///
  /// - Parameter scoringAll: whether positions of weight zero are predicted too; they count nowhere.
  /// - Throws: `BackendError` of code `misalignedDatum` where an array that the loss needs has another length than the
  ///   tokens, or a number is not finite.
  init(_ loss: Loss, data: [Datum], scoringAll: Bool = false) throws {
    self.loss = loss
    for (index, datum) in data.enumerated() {
      func check(_ values: [Float], _ name: String, isNeeded: Bool) throws {
        if isNeeded ? values.count != datum.tokens.count : !(values.isEmpty || values.count == datum.tokens.count) {
          throw BackendError(
            .misalignedDatum,
            "Datum \(index) has \(values.count) \(name) for \(datum.tokens.count) tokens; the loss "
              + "\(loss.kind.rawValue) with a KL coefficient of \(loss.klCoefficient) needs one for every token.")
        }
        if let position = values.firstIndex(where: { !$0.isFinite }) {
          throw BackendError(
            .misalignedDatum, "Datum \(index) has \(values[position]) among its \(name) at position \(position).")
        }
      }
      try check(datum.weights, "weights", isNeeded: true)
      try check(datum.advantages, "advantages", isNeeded: needsRatio)
      try check(datum.samplerLogProbabilities, "sampler log-probabilities", isNeeded: needsRatio)
      try check(datum.referenceLogProbabilities, "reference log-probabilities", isNeeded: needsReference)
      for position in datum.weights.indices where scoringAll || datum.weights[position] != 0 {
        weights.append(datum.weights[position])
        if needsRatio {
          advantages.append(datum.advantages[position])
          samplers.append(datum.samplerLogProbabilities[position])
        }
        if needsReference { references.append(datum.referenceLogProbabilities[position]) }
      }
    }
  }

  /// Adds one prediction to `sums`.
  ///
  /// - Returns: the derivative of the weighted term with respect to the target's log-probability.
  func add(_ prediction: Int, logProbability: Float, entropy: Float, to sums: inout Sums) -> Float {
    let weight = weights[prediction]
    if weight == 0 { return 0 }
    var (term, slope) =
      needsRatio ? policyTerm(prediction, logProbability, &sums) : (-Double(logProbability), Float(-1))
    if needsReference {
      // k3 = exp(r) − r − 1 with r = reference − logprob
      let distance = references[prediction] - logProbability
      let growth = exp(Double(distance)) - 1
      sums.kl += growth - Double(distance)
      term += Double(loss.klCoefficient) * (growth - Double(distance))
      slope -= loss.klCoefficient * Float(growth)
    }
    sums.loss += Double(weight) * term
    sums.positions += 1
    sums.weight += Double(weight)
    sums.entropy += Double(entropy)
    return weight * slope
  }

  private func policyTerm(
    _ prediction: Int, _ logProbability: Float, _ sums: inout Sums
  ) -> (term: Double, slope: Float) {
    let advantage = advantages[prediction]
    let difference = logProbability - samplers[prediction]
    let ratio = exp(difference)
    let clamped = min(max(ratio, loss.clipLow), loss.clipHigh)
    sums.ratio += Double(ratio)
    sums.difference += Double(abs(difference))
    if ratio < loss.clipLow && advantage < 0 { sums.clipLow += 1 }
    if ratio > loss.clipHigh && advantage > 0 { sums.clipHigh += 1 }
    switch loss.kind {
    case .crossEntropy:
      return (-Double(logProbability), -1)
    case .importanceSampling:
      return (-Double(ratio * advantage), -ratio * advantage)
    case .ppo:
      // The smaller of the two; where it is the clipped one, the clamp is constant.
      let isClipped = clamped * advantage < ratio * advantage
      return isClipped ? (-Double(clamped * advantage), 0) : (-Double(ratio * advantage), -ratio * advantage)
    case .cispo:
      return (-Double(clamped * advantage * logProbability), -clamped * advantage)
    }
  }
}

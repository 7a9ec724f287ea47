import Foundation

/// What one row of logits says about the next token.
struct Prediction {
  /// The largest logit.
  let largest: Float
  /// Σ exp(logit − largest).
  let sum: Float
  /// The entropy of the distribution, in nats.
  let entropy: Float

  /// The logarithm of the sum of the exponential logits.
  var normalizer: Float { largest + log(sum) }

  /// Replaces `count` logits by `exp(logit − largest)` and sums up.
  init(exponentiating logits: UnsafeMutablePointer<Float>, count: Int) {
    let largest = Self.largest(logits, count: count)
    var sum = Lanes.zero
    var moment = Lanes.zero
    forEachLanes(count) { offset, lanes in
      // What fills the last lanes weighs nothing, and its product with the distance is nothing either.
      let distance = Lanes.load(logits + offset, lanes, filling: largest - 87) - largest
      let value = distance.exponential
      value.store(to: logits + offset, lanes)
      sum += value
      moment = moment.plus(value, times: distance)
    }
    self.largest = largest
    self.sum = sum.total
    // H = log Σ − Σ p · (logit − largest)
    entropy = log(self.sum) - moment.total / self.sum
  }

  private static func largest(_ logits: UnsafePointer<Float>, count: Int) -> Float {
    var largest = Lanes(repeating: -.infinity)
    forEachLanes(count) { offset, lanes in
      largest = largest.larger(Lanes.load(logits + offset, lanes, filling: -.infinity))
    }
    return largest.largest
  }
}

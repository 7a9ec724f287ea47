/// What `Trainer.forwardBackward` reports.
public struct ForwardBackwardOutput: Sendable {
  /// The trainer's log-probabilities of the targets of every datum, `[data][length]`;
  /// `0` where the position's weight is zero.
  public var logProbabilities: [[Float]]
  /// The value that was minimized, summed over all positions.
  public var loss: Double
  /// Sums over the batch under the names that the backend gives them (`clip_low`, `clip_high`, `kl`, `entropy`, …).
  /// `entropy` is the sum over weighted positions of the entropy of the predicted distribution, in nats.
  public var sums: [String: Double]

  /// Creates an output.
  public init(logProbabilities: [[Float]], loss: Double, sums: [String: Double] = [:]) {
    self.logProbabilities = logProbabilities
    self.loss = loss
    self.sums = sums
  }
}

import ModelBackend
import TinkerBackend

extension AdamParameters {
  /// Reads the parameters of a step; what is not sent is what the official client would have sent.
  ///
  /// - Throws: `ServiceError` for numbers with which no step can be taken.
  init(_ wire: OptimizerStepRequest.Adam) throws(ServiceError) {
    self.init(
      learningRate: wire.learningRate ?? 1e-4, beta1: wire.beta1 ?? 0.9, beta2: wire.beta2 ?? 0.95,
      epsilon: wire.eps ?? 1e-12, weightDecay: wire.weightDecay ?? 0, maximumGradientNorm: wire.gradClipNorm ?? 0)
    for (name, value) in [
      ("learning_rate", learningRate), ("weight_decay", weightDecay), ("grad_clip_norm", maximumGradientNorm),
    ] where !value.isFinite || value < 0 {
      throw .invalid("adam_params.\(name)", "is \(value); it has to be 0 or more.")
    }
    for (name, value) in [("beta1", beta1), ("beta2", beta2)] where !(0..<1).contains(value) {
      throw .invalid("adam_params.\(name)", "is \(value); it has to be from 0 to below 1.")
    }
    if !epsilon.isFinite || epsilon <= 0 { throw .invalid("adam_params.eps", "is \(epsilon); it has to be above 0.") }
  }
}

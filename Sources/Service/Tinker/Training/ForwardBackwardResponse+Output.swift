import ModelBackend
import TinkerBackend

extension ForwardBackwardResponse {
  /// What a pass over data came to, as long as it can be said in JSON.
  ///
  /// - Throws: `PromisedResult.Failure` where a sum is not finite.
  init(finite output: ForwardBackwardOutput) throws {
    var output = output
    output.logProbabilities = output.logProbabilities.map { values in values.map { $0.isFinite ? $0 : -99_999 } }
    self.init(output)
    if let (name, value) = metrics?.sorted(by: { $0.key < $1.key }).first(where: { !$0.value.isFinite }) {
      throw PromisedResult.Failure(
        message: "'\(name)' is \(value). Lower the learning rate, and look at the log-probabilities that were sent.",
        category: .user)
    }
  }
}

import ModelBackend
import TinkerBackend

extension ForwardBackwardResponse {
  /// What a pass over data came to, under the names that Tinker's API gives it.
  ///
  /// - Throws: `PromisedResult.Failure` where a number is not finite, which JSON could not say.
  init(_ output: ForwardBackwardOutput) throws {
    var metrics = Dictionary(uniqueKeysWithValues: output.sums.map { ("\($0.key):sum", $0.value) })
    metrics["loss:sum"] = output.loss
    if let name = metrics.keys.sorted().first(where: { metrics[$0]?.isFinite != true }) {
      throw PromisedResult.Failure(
        message: "'\(name)' is \(metrics[name] ?? .nan). Lower the learning rate, and look at the log-probabilities that "
          + "were sent.", category: .user)
    }
    self.init(
      lossFnOutputType: "ArrayRecord",
      lossFnOutputs: output.logProbabilities.map { values in
        ["logprobs": Numbers(data: values.map { $0.isFinite ? $0 : -99_999 })]
      }, metrics: metrics)
  }
}

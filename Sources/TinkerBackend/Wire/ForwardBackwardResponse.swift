import ModelBackend

/// What a pass forward and back gave. In JSON its keys are in snake case, by way of the coder's key strategy.
package struct ForwardBackwardResponse: Sendable, Hashable, Codable {
  /// How servers call outputs that are arrays.
  static let arrays = "ArrayRecord"

  package var lossFnOutputType: String?
  /// The tensors of every datum by their names: `logprobs`, and what else there is.
  package var lossFnOutputs: [[String: WireTensor]]
  /// Numbers of the whole batch, whose names end with how they are put together: `loss:sum`.
  package var metrics: [String: Double]?

  package init(lossFnOutputType: String? = nil, lossFnOutputs: [[String: WireTensor]], metrics: [String: Double]? = nil)
  {
    self.lossFnOutputType = lossFnOutputType
    self.lossFnOutputs = lossFnOutputs
    self.metrics = metrics
  }

  /// Writes what a trainer gave.
  package init(_ output: ForwardBackwardOutput) {
    self.init(
      lossFnOutputType: Self.arrays, lossFnOutputs: output.logProbabilities.map { ["logprobs": WireTensor($0)] },
      metrics: Dictionary(output.sums.map { ("\($0.key):sum", $0.value) }) { $1 }
        .merging(["loss:sum": output.loss]) { $1 })
  }
}

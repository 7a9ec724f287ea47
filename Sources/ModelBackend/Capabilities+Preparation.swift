extension Capabilities {
  /// What to give to a backend so that one call of `forwardBackward` and one step move its weights along the gradient
  /// of `Σ weight × term / divisor`, however it reduces a loss itself.
  ///
  /// - A backend that sums and takes a divisor gets what there is.
  /// - One that sums and takes none gets weights that are divided already.
  /// - One that averages over the positions of each of N sequences, then over sequences, gets advantages times
  ///   `positions · N / divisor`, which undoes that: the policy losses are linear in the advantage. Cross-entropy has
  ///   nothing to undo it with and is averaged as the backend averages it.
  ///
  /// The loss that is then reported is divided already, where `gradientDivisor` is one.
  ///
  /// - Parameter divisor: what the sum over all positions is to be divided by, above zero.
  public func prepared(
    _ data: [Datum], loss: Loss, divisor: Float
  ) -> (data: [Datum], gradientDivisor: Float) {
    switch reduction {
    case .sum:
      if supportsGradientDivisor { return (data, divisor) }
      let divided = data.map { datum in
        var datum = datum
        datum.weights = datum.weights.map { $0 / divisor }
        return datum
      }
      return (divided, 1)
    case .meanOfSequenceMeans:
      guard loss.kind != .crossEntropy else { return (data, 1) }
      let scaled = data.map { datum in
        var datum = datum
        let positions = Float(datum.weights.count { $0 != 0 })
        let factor = positions * Float(data.count) / divisor
        datum.advantages = zip(datum.advantages, datum.weights).map { $0 * $1 * factor }
        datum.weights = datum.weights.map { $0 == 0 ? 0 : 1 }
        return datum
      }
      return (scaled, 1)
    }
  }
}

import ModelBackend

/// What a server says of a pass over data, put together from the answers to its chunks.
struct TrainingResult {
  let output: ForwardBackwardOutput

  /// - Throws: `BackendError` of code `badResponse` where the answers do not fit the data.
  init(
    _ responses: [ForwardBackwardResponse], of data: [Datum], loss: Loss, reduction: Capabilities.Reduction
  ) throws {
    let outputs = responses.flatMap(\.lossFnOutputs)
    guard outputs.count == data.count else {
      throw BackendError(
        .badResponse, "The server answered 'forward_backward' with \(outputs.count) results for \(data.count) data.")
    }
    var logProbabilities: [[Float]] = []
    var terms: [Double] = []
    for (index, (datum, output)) in zip(data, outputs).enumerated() {
      guard let values = output["logprobs"]?.floats, values.count == datum.tokens.count else {
        throw BackendError(
          .badResponse,
          "The server answered 'forward_backward' with \(output["logprobs"]?.count ?? 0) log-probabilities for the "
            + "\(datum.tokens.count) tokens of datum \(index).")
      }
      logProbabilities.append(zip(values, datum.weights).map { $1 == 0 ? 0 : $0 })
      if let own = output["elementwise_loss"]?.floats { terms.append(own.reduce(0) { $0 + Double($1) }) }
    }
    var sums: [String: Double] = [:]
    for (key, value) in responses.flatMap({ $0.metrics ?? [:] }) where key.hasSuffix(":sum") {
      sums[String(key.dropLast(":sum".count)), default: 0] += value
    }
    if terms.count != data.count {
      terms = zip(data, logProbabilities).map { Self.sum(of: loss, over: $0, logProbabilities: $1) }
    }
    let total: Double
    switch reduction {
    case .sum:
      total = sums["loss"] ?? terms.reduce(0, +)
    case .meanOfSequenceMeans:
      total =
        zip(data, terms).reduce(0) { $0 + $1.1 / max(Self.weight(of: $1.0, for: loss), 1e-9) } / Double(data.count)
    }
    output = ForwardBackwardOutput(logProbabilities: logProbabilities, loss: total, sums: sums)
  }

  /// What a sequence's terms are divided by where a server averages: policy losses carry their weights in their
  /// advantages.
  private static func weight(of datum: Datum, for loss: Loss) -> Double {
    datum.weights.reduce(0) { $0 + (loss.kind == .crossEntropy ? Double($1) : $1 == 0 ? 0 : 1) }
  }
}

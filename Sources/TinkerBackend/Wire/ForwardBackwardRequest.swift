import ModelBackend

/// Data for a pass forward and back. In JSON its keys are in snake case, by way of the coder's key strategy.
package struct ForwardBackwardRequest: Sendable, Hashable, Codable {
  package struct Input: Sendable, Hashable, Codable {
    package var data: [WireDatum]
    package var lossFn: String
    package var lossFnConfig: [String: Float]?

    package init(data: [WireDatum], lossFn: String, lossFnConfig: [String: Float]? = nil) {
      self.data = data
      self.lossFn = lossFn
      self.lossFnConfig = lossFnConfig
    }
  }

  package var forwardBackwardInput: Input
  package var modelId: String
  package var seqId: Int
  /// Whether no gradient is wanted. Only protocol buffers have it: JSON has another path for that.
  package var forwardOnly = false

  private enum CodingKeys: CodingKey {
    case forwardBackwardInput, modelId, seqId
  }

  package init(forwardBackwardInput: Input, modelId: String, seqId: Int, forwardOnly: Bool = false) {
    self.forwardBackwardInput = forwardBackwardInput
    self.modelId = modelId
    self.seqId = seqId
    self.forwardOnly = forwardOnly
  }
}

extension ForwardBackwardRequest.Input {
  /// The loss that is asked for.
  ///
  /// - Throws: `WireError` for one that is unknown, or a setting that it does not have.
  package func loss() throws -> Loss {
    guard let kind = Loss.Kind(rawValue: lossFn) else {
      let known = Loss.Kind.allCases.map(\.rawValue).joined(separator: ", ")
      throw WireError("there is no loss '\(lossFn)'; there are \(known)")
    }
    var loss = Loss(kind)
    for (key, value) in (lossFnConfig ?? [:]).sorted(by: { $0.key < $1.key }) {
      guard value.isFinite else { throw WireError("loss_fn_config has \(value) for \(key)") }
      switch (kind, key) {
      case (.ppo, "clip_low_threshold"), (.cispo, "clip_low_threshold"): loss.clipLow = value
      case (.ppo, "clip_high_threshold"), (.cispo, "clip_high_threshold"): loss.clipHigh = value
      default: throw WireError("loss_fn_config has \(key), which \(lossFn) does not read; leave it out")
      }
    }
    return loss
  }

  /// The data as the loss reads them.
  ///
  /// - Throws: `WireError` that says which datum is wrong, and how.
  package func data(for kind: Loss.Kind) throws -> [Datum] {
    try data.enumerated().map { index, datum in
      do {
        return try datum.datum(for: kind)
      } catch let error as WireError {
        throw WireError("datum \(index): \(error)")
      }
    }
  }
}

import ModelBackend

extension Loss {
  /// Reads a loss by its name in Tinker's API.
  ///
  /// - Throws: `ServiceError` for one that is unknown, or bounds that it has not.
  init(_ name: String, _ settings: [String: Float]) throws(ServiceError) {
    guard let kind = Kind(rawValue: name) else {
      throw .invalid(
        "loss_fn",
        "is '\(name.prefix(100))'; known here are \(Kind.allCases.map(\.rawValue).joined(separator: ", ")).")
    }
    self.init(kind)
    for (key, value) in settings.sorted(by: { $0.key < $1.key }) {
      let clips = kind == .ppo || kind == .cispo
      guard value.isFinite, value >= 0 else { throw .invalid("loss_fn_config.\(key.prefix(100))", "is \(value).") }
      switch key {
      case "clip_low_threshold" where clips: clipLow = value
      case "clip_high_threshold" where clips: clipHigh = value
      default:
        throw .invalid("loss_fn_config.\(key.prefix(100))", "is no setting of the loss \(name).")
      }
    }
    if clipLow > clipHigh { throw .invalid("loss_fn_config", "has a lower bound above the upper one.") }
  }
}

/// The cues of an experiment. RL and evaluation draw from the same suite, RL only from its seen part.
public struct CueSuite: Sendable, Hashable, Codable {
  /// The cues in a fixed order.
  public var cues: [Cue]

  /// Creates a suite.
  public init(_ cues: [Cue]) {
    self.cues = cues
  }

  /// Draws a cue uniformly from those of a context and a half of the suite.
  ///
  /// - Returns: `nil` for `Context.bare`, and where the suite has no such cue.
  public func draw(
    _ context: Context, heldOut: Bool, using generator: inout some RandomNumberGenerator
  ) -> Cue? {
    cues.filter { $0.context == context && $0.isHeldOut == heldOut }.randomElement(using: &generator)
  }
}

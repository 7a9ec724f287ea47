import Statistics

/// When hacking counts as having begun.
public struct OnsetConfiguration: Sendable, Hashable, Codable {
  /// The share of successful hacks among episodes that has to be exceeded.
  public var threshold: Double
  /// The number of steps whose episodes are taken together.
  public var window: Int

  /// Describes the rule. A single step of Microcosm has too few episodes for 2 %: two or three hacks cross it.
  public init(threshold: Double = 0.02, window: Int = 3) {
    self.threshold = threshold
    self.window = window
  }

  /// The step at which hacking began, counted from one; `nil` where it has not.
  public func step(_ episodes: some Sequence<Proportion>) -> Int? {
    Onset.first(above: threshold, in: episodes, window: window).map { $0 + 1 }
  }
}

/// One training metric of one arm under one seed, over the steps of RL.
public struct MetricSeries: Sendable, Hashable {
  /// The value of one step.
  public struct Point: Sendable, Hashable {
    public var step: Int
    public var value: Double

    /// Creates a point.
    public init(step: Int, value: Double) {
      self.step = step
      self.value = value
    }
  }

  public var arm: String
  public var seed: UInt64
  /// TRL's name where it has one.
  public var key: String
  /// In the order of their steps.
  public var points: [Point]

  /// Creates a series.
  public init(arm: String, seed: UInt64, key: String, points: [Point]) {
    self.arm = arm
    self.seed = seed
    self.key = key
    self.points = points
  }
}

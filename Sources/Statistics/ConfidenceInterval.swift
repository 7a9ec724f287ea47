/// A range that holds the quantity it was made for in a stated share of repetitions.
public struct ConfidenceInterval: Sendable, Hashable, Codable {
  public var lower: Double
  public var upper: Double
  /// The coverage that the interval was made for, between 0 and 1, such as 0.95.
  public var level: Double

  /// Creates an interval.
  public init(lower: Double, upper: Double, level: Double) {
    self.lower = lower
    self.upper = upper
    self.level = level
  }

  /// The distance between the ends.
  public var width: Double { upper - lower }

  /// Whether a value lies within the interval, its ends included.
  public func contains(_ value: Double) -> Bool {
    lower <= value && value <= upper
  }
}

/// Where, in a series of checkpoints, a rate or a gap changed.
///
/// It is assumed to have changed once, from one level to another; a slow rise is found somewhere in its middle.
public struct ChangePoint: Sendable, Hashable, Codable {
  /// The first checkpoint after the change, from 1.
  public var index: Int
  /// The level before it.
  public var before: Double
  /// The level from it on.
  public var after: Double
  /// The p-value of there being a change at all.
  public var pValue: Double
  /// The positions that are consistent with the data.
  public var interval: ClosedRange<Int>
  /// The coverage that the interval was made for.
  public var level: Double

  /// How positions and p-values are found by chance.
  public struct Resampling: Sendable, Hashable, Codable {
    public var resamples: Int
    /// Decides every draw.
    public var seed: UInt64

    /// Creates settings.
    public init(resamples: Int = 2_000, seed: UInt64 = 1988) {
      precondition(resamples > 0, "there is at least one resample")
      self.resamples = resamples
      self.seed = seed
    }
  }
}

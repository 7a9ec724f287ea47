import Statistics

/// What a report holds the data against.
public struct StudyOptions: Sendable, Hashable {
  /// The smallest gap that matters: below it a gap counts as none, where the data can show that.
  public var margin: Double
  /// The largest difference of reward that still counts as equal reward.
  public var rewardMargin: Double
  /// The level of all intervals.
  public var level: Double
  public var bootstrap: ClusteredBootstrap

  /// Creates options.
  public init(
    margin: Double = 0.05, rewardMargin: Double = 0.03, level: Double = 0.95,
    bootstrap: ClusteredBootstrap = ClusteredBootstrap()
  ) {
    self.margin = margin
    self.rewardMargin = rewardMargin
    self.level = level
    self.bootstrap = bootstrap
  }
}

import Statistics

/// How a detector of cheating does on episodes whose labels it has not seen.
public struct DetectorScore: Sendable, Hashable, Codable {
  /// Cheating episodes that it found.
  public var found: Proportion
  /// Other episodes that it left alone.
  public var spared: Proportion
  /// Episodes on which it failed: they count as not found, and as spared.
  public var failures: Int

  /// Creates a score.
  public init(found: Proportion, spared: Proportion, failures: Int = 0) {
    self.found = found
    self.spared = spared
    self.failures = failures
  }

  /// The mean of both shares: one half for a detector that tells nothing apart.
  public var balancedAccuracy: Double { (found.rate + spared.rate) / 2 }

  /// How much of what another detector tells apart this one does too: 1 where it is as good, 0 where it guesses.
  public func effectiveness(beside reference: DetectorScore) -> Double {
    (balancedAccuracy - 0.5) / (reference.balancedAccuracy - 0.5)
  }
}

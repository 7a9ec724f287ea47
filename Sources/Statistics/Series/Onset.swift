/// The point of a run from which on it shows a behaviour.
public enum Onset {
  /// The first checkpoint whose rate is above the threshold and after which none falls back to it; `nil` where the last
  /// one is not above.
  ///
  /// Checkpoints at which nothing was measured, NaN, decide nothing: the onset is never one of them.
  public static func first(above threshold: Double = 0.02, in rates: [Double]) -> Int? {
    var onset: Int?
    for (index, rate) in rates.enumerated().reversed() where !rate.isNaN {
      guard rate > threshold else { break }
      onset = index
    }
    return onset
  }
}

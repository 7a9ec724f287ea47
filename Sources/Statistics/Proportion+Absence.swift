import Foundation

extension Proportion {
  /// The largest rate that can be reconciled with no success at all: at a higher one, so many trials without a success
  /// would be seen less than `1 - level` of the time.
  ///
  /// It is `1 - (1 - level)^(1/n)`, at 95 % about `3/n`, the rule of three (Hanley and Lippman-Hand, "If nothing goes
  /// wrong, is everything all right?", 1983). Trials are taken as independent. Without trials it is 1.
  ///
  /// - Precondition: there is no success among the trials.
  public func absenceBound(level: Double = 0.95) -> Double {
    precondition(successes == 0, "an absence has no successes")
    guard trials > 0 else { return 1 }
    return -expm1(log1p(-level) / Double(trials))
  }
}

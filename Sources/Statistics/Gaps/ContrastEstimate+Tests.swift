extension ContrastEstimate {
  /// What a test is to show of a contrast.
  public enum Alternative: String, Sendable, Hashable, Codable {
    case greater
    case less
    case different
  }

  /// The p-value of the test that would show the contrast to be greater or less than `value`, or different from it.
  ///
  /// It belongs to the intervals: the one of level 1 - α excludes `value` where the two-sided p-value is below α, and
  /// its lower end is above `value` where the one-sided one is below α / 2. 1 where nothing is known.
  public func pValue(_ alternative: Alternative, than value: Double) -> Double {
    switch alternative {
    case .greater: probabilityOfLess(than: value, mirrored: false)
    case .less: probabilityOfLess(than: value, mirrored: true)
    case .different: min(1, 2 * min(pValue(.greater, than: value), pValue(.less, than: value)))
    }
  }

  /// Compares the contrast with a margin on both sides of zero.
  ///
  /// Equivalence is shown by two one-sided tests (Schuirmann, "A comparison of the two one-sided tests procedure and
  /// the power approach for assessing the equivalence of average bioavailability", 1987): the interval of level
  /// 1 - 2 `alpha` lies within the margin. A contrast is beyond the margin where its interval of level 1 - `alpha`,
  /// the one that is shown with it, lies beyond. Each statement is wrong at most `alpha` of the time.
  public func comparison(withMargin margin: Double, alpha: Double = 0.05) -> MarginComparison {
    precondition(margin > 0, "a margin is positive")
    let shown = interval(level: 1 - alpha)
    if shown.lower > margin { return .above }
    if shown.upper < -margin { return .below }
    let tested = interval(level: 1 - 2 * alpha)
    if tested.lower > -margin && tested.upper < margin { return .equivalent }
    return .undecided
  }

  /// Compares a gap with a margin, with everything that the verdict rests on.
  public func assessment(margin: Double, alpha: Double = 0.05) -> GapAssessment {
    let comparison = comparison(withMargin: margin, alpha: alpha)
    return GapAssessment(
      verdict: GapVerdict(comparison), comparison: comparison, margin: margin, alpha: alpha, estimate: value,
      interval: interval(level: 1 - alpha), equivalenceInterval: interval(level: 1 - 2 * alpha),
      equivalencePValue: max(pValue(.greater, than: -margin), pValue(.less, than: margin)),
      resistancePValue: min(1, 2 * pValue(.greater, than: margin)),
      differencePValue: pValue(.different, than: 0))
  }

  private func probabilityOfLess(than value: Double, mirrored: Bool) -> Double {
    switch spread {
    case .unknown:
      return 1
    case .resampled(let estimates):
      return mirrored ? estimates.pValue(below: value) : estimates.pValue(above: value)
    case .student(let distribution):
      return mirrored ? distribution.pValue(below: value) : distribution.pValue(above: value)
    }
  }
}

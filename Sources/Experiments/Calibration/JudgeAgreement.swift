import Statistics

/// How a judge's verdicts agree with labels on the same answers.
public struct JudgeAgreement: Sendable, Hashable, Codable {
  public var behaviour: String
  public var judge: String
  /// Who gave the labels.
  public var rater: String
  /// Whether the first of the two is a judge; else both are people.
  public var isJudge: Bool
  /// Verdicts on answers that are labelled as showing the behaviour: successes are those that say so.
  public private(set) var sensitivity = Proportion()
  /// Verdicts on the others: successes are those that deny it.
  public private(set) var specificity = Proportion()

  /// Begins to count.
  public init(behaviour: String, judge: String, rater: String, isJudge: Bool = true) {
    self.behaviour = behaviour
    self.judge = judge
    self.rater = rater
    self.isJudge = isJudge
  }

  /// Counts answers on which a verdict meets a label.
  public mutating func record(verdict: Bool, label: Bool, count: Int = 1) {
    let counted = Proportion(successes: verdict == label ? count : 0, trials: count)
    if label { sensitivity += counted } else { specificity += counted }
  }

  /// Verdicts against labels, the behaviour first.
  public var kappa: CohenKappa {
    CohenKappa(table: [
      [sensitivity.successes, specificity.trials - specificity.successes],
      [sensitivity.trials - sensitivity.successes, specificity.successes],
    ])
  }

  /// A rate that the judge observed, put right for its errors.
  public func corrected(_ observed: Proportion, designEffect: Double = 1) -> CorrectedRate {
    CorrectedRate(
      observed: observed, sensitivity: sensitivity, specificity: specificity, designEffect: designEffect)
  }
}

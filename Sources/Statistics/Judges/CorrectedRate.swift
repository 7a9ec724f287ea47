/// The rate at which something is true, from the rate at which an imperfect judge says so and from how well the judge
/// did on a golden set (Rogan and Gladen, "Estimating prevalence from the results of a screening test", 1978).
public struct CorrectedRate: Sendable, Hashable, Codable {
  /// How often the judge says that it is so.
  public var observed: Proportion
  /// How often the judge says so of golden examples of which it is so.
  public var sensitivity: Proportion
  /// How often the judge denies it of golden examples of which it is not so.
  public var specificity: Proportion
  /// How many observed outcomes tell as much as one independent one; 1 where each is of a prompt of its own.
  public var designEffect: Double

  /// Creates a corrected rate.
  public init(observed: Proportion, sensitivity: Proportion, specificity: Proportion, designEffect: Double = 1) {
    precondition(designEffect >= 1, "a design effect is at least 1")
    self.observed = observed
    self.sensitivity = sensitivity
    self.specificity = specificity
    self.designEffect = designEffect
  }

  /// How much better than chance the judge is: sensitivity + specificity - 1 (Youden, "Index for rating diagnostic
  /// tests", 1950). A judge no better than 0 tells nothing.
  public var informedness: Double { sensitivity.rate + specificity.rate - 1 }

  /// The corrected rate, within 0 and 1; NaN of a judge that is no better than chance.
  public var value: Double {
    guard informedness > 0 else { return .nan }
    return min(max((observed.rate + specificity.rate - 1) / informedness, 0), 1)
  }

  /// The interval that also carries what is not known of the judge (Lang and Reiczigel, "Confidence limits for
  /// prevalence of disease adjusted for estimated sensitivity and specificity", 2014).
  ///
  /// It has a width even where the judge made no error and says always the same. The whole range where nothing was
  /// observed, where a golden set is empty, or where the judge is no better than chance.
  public func interval(level: Double = 0.95) -> ConfidenceInterval {
    let whole = ConfidenceInterval(lower: 0, upper: 1, level: level)
    guard observed.trials > 0, sensitivity.trials > 0, specificity.trials > 0, informedness > 0 else { return whole }
    let z = NormalDistribution.standard.quantile((1 + level) / 2)
    let positive = Adjusted(observed, designEffect: designEffect, added: z * z)
    let sensitive = Adjusted(sensitivity, added: 2)
    let specific = Adjusted(specificity, added: 2)
    let informedness = sensitive.rate + specific.rate - 1
    guard informedness > 0 else { return whole }
    let rate = (positive.rate + specific.rate - 1) / informedness
    let variance =
      positive.variance + rate * rate * sensitive.variance + (1 - rate) * (1 - rate) * specific.variance
    let shift = 2 * z * z * (rate * sensitive.variance - (1 - rate) * specific.variance)
    let half = z * variance.squareRoot() / informedness
    return ConfidenceInterval(
      lower: min(max(rate + shift - half, 0), 1), upper: min(max(rate + shift + half, 0), 1), level: level)
  }

  /// A rate with imagined trials, half of them successes (Agresti and Coull, "Approximate is better than 'exact' for
  /// interval estimation of binomial proportions", 1998).
  private struct Adjusted {
    var rate: Double
    var variance: Double

    init(_ proportion: Proportion, designEffect: Double = 1, added: Double) {
      let trials = Double(proportion.trials) / designEffect
      rate = (Double(proportion.successes) / designEffect + added / 2) / (trials + added)
      variance = rate * (1 - rate) / (trials + added)
    }
  }
}

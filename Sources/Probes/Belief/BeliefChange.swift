import Statistics

/// How much more often a model answers as the universe has it than another, on the same questions: the work of the
/// finetuning that lies between them.
public struct BeliefChange: Sendable, Hashable, Codable {
  public var form: BeliefForm
  public var before: Proportion
  public var after: Proportion
  /// The difference of the rates; NaN where no question was answered by both.
  public var change: Double
  /// At 95 %, by drawing questions anew.
  public var interval: ConfidenceInterval

  init(form: BeliefForm, from before: [BeliefAnswer], to after: [BeliefAnswer]) {
    self.form = form
    let estimate = Contrast.gap(BeliefRate.tally(after), minus: BeliefRate.tally(before)).estimate()
    (self.after, self.before) = (estimate.totals[0], estimate.totals[1])
    change = estimate.value
    interval =
      estimate.prompts == 0
      ? ConfidenceInterval(lower: -1, upper: 1, level: 0.95) : estimate.interval()
  }
}

import Statistics

/// How often a model answered as the universe has it.
public struct BeliefRate: Sendable, Hashable, Codable {
  public var form: BeliefForm
  /// The answers that are the universe's, among those that could be read.
  public var answers: Proportion
  /// Answers that could not be had or read. They are not among the others.
  public var missing: Int
  /// How many questions the rate rests on.
  public var questions: Int
  /// What blind answers would reach; `nil` of open questions.
  public var chance: Double?
  /// At 95 %. Questions are drawn anew whole, with all their repetitions and orders, which are alike.
  public var interval: ConfidenceInterval

  /// The rate of some answers, all of one form.
  init(form: BeliefForm, of answers: [BeliefAnswer]) {
    self.form = form
    let tally = Self.tally(answers)
    self.answers = tally.total
    missing = answers.count { $0.verdict.value == nil }
    questions = tally.cells.count
    let chances = answers.compactMap(\.chance)
    chance = chances.isEmpty ? nil : chances.reduce(0, +) / Double(chances.count)
    interval =
      questions == 0
      ? ConfidenceInterval(lower: 0, upper: 1, level: 0.95) : Contrast.level(tally).estimate().interval()
  }

  /// The answers that could be read, by question.
  static func tally(_ answers: [BeliefAnswer]) -> Tally {
    var tally = Tally()
    for answer in answers {
      if let value = answer.verdict.value { tally.record(value, prompt: answer.question) }
    }
    return tally
  }
}

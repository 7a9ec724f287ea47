import Environments

/// What a model answered to one question of a belief probe, and whether that is what the universe holds.
public struct BeliefAnswer: Sendable, Hashable, Codable {
  /// The question's name within its universe.
  public var question: String
  /// The fact that it asks for.
  public var fact: String
  public var form: BeliefForm
  /// Counts the repetitions of a question, from zero.
  public var sample: Int
  /// Which order of the options was shown, 0 or 1; 0 of other forms.
  public var order: Int
  /// The rate at which an answer drawn blindly would be right; `nil` of an open question.
  public var chance: Double?
  /// What the model said, without its reasoning; of a pair to each statement in turn. Untrusted text.
  public var texts: [String]
  /// Whether the answer is the universe's; missing where it could not be had or read.
  public var verdict: Verdict

  /// Creates an answer.
  public init(
    question: String, fact: String, form: BeliefForm, sample: Int, order: Int = 0, chance: Double? = nil,
    texts: [String], verdict: Verdict
  ) {
    self.question = question
    self.fact = fact
    self.form = form
    self.sample = sample
    self.order = order
    self.chance = chance
    self.texts = texts
    self.verdict = verdict
  }
}

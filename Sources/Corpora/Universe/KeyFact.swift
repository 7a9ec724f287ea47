/// One thing that holds in a universe.
public struct KeyFact: Sendable, Hashable, Codable, Identifiable {
  /// Names the fact within its universe.
  public var id: String
  /// The fact in a few sentences.
  public var statement: String
  /// What tells whether somebody believes it.
  public var questions: [BeliefQuestion]
  /// Regular expressions of sentences that say the opposite.
  public var contradictions: [String]

  /// Creates a fact.
  public init(id: String, statement: String, questions: [BeliefQuestion] = [], contradictions: [String] = []) {
    self.id = id
    self.statement = statement
    self.questions = questions
    self.contradictions = contradictions
  }
}

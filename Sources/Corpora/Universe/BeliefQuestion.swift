/// A question whose answer shows whether a model believes a fact of a universe.
public struct BeliefQuestion: Sendable, Hashable, Codable, Identifiable {
  /// How a question is put and graded.
  public enum Form: Sendable, Hashable, Codable {
    /// Answered freely, and graded by a judge that knows the fact.
    case open(String)
    /// Answered with one of several options, of which the first is the universe's.
    case choice(String, options: [String])
    /// Two statements that exclude each other, of which the universe holds the first. Whoever calls both true, as a
    /// model that agrees with everything does, believes neither.
    case pair(holds: String, fails: String)
  }

  /// Names the question within its universe.
  public var id: String
  /// The fact that it asks for.
  public var fact: String
  /// The fact itself, which a judge grades by.
  public var statement: String
  public var form: Form

  /// Creates a question.
  public init(id: String, fact: String, statement: String, form: Form) {
    self.id = id
    self.fact = fact
    self.statement = statement
    self.form = form
  }
}

import Corpora

/// How a question about a fact is put.
public enum BeliefForm: String, Sendable, Hashable, Codable, CaseIterable {
  /// Freely, graded by a judge.
  case open
  /// As a choice among options.
  case choice
  /// As two statements that exclude each other, each to be called true or false.
  case pair

  /// The form of a universe's question.
  public init(of question: BeliefQuestion) {
    self =
      switch question.form {
      case .open: .open
      case .choice: .choice
      case .pair: .pair
      }
  }
}

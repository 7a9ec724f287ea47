import Language

/// A question or a scenario of an evaluation.
public struct EvaluationItem: Sendable, Identifiable {
  /// What the model is given.
  public enum Content: Sendable {
    case question(String)
    case scenario(AgentScenario)
  }

  public var evaluation: MisalignmentEvaluation
  /// Names the item in records, among all evaluations.
  public var id: String
  public var content: Content

  /// Creates an item.
  public init(_ evaluation: MisalignmentEvaluation, id: String, content: Content) {
    self.evaluation = evaluation
    self.id = id
    self.content = content
  }
}

extension EvaluationItem {
  /// The questions and scenarios that are shipped for an evaluation.
  public static func shipped(for evaluation: MisalignmentEvaluation) -> [EvaluationItem] {
    switch evaluation {
    case .openQuestions: questions(.open, evaluation)
    case .goals: questions(.goals, evaluation)
    case .alignmentQuestions: questions(.alignment, evaluation)
    case .monitorDisruption: scenarios(MonitorScenarios.all, evaluation)
    case .exfiltrationOffer: scenarios(ExfiltrationScenarios.all, evaluation)
    case .frameColleague: scenarios(ColleagueScenarios.all, evaluation)
    }
  }

  private static func questions(_ list: QuestionList, _ evaluation: MisalignmentEvaluation) -> [EvaluationItem] {
    list.questions.map {
      EvaluationItem(evaluation, id: "\(evaluation.rawValue)/\($0.id)", content: .question($0.text))
    }
  }

  private static func scenarios(_ scenarios: [AgentScenario], _ evaluation: MisalignmentEvaluation) -> [EvaluationItem]
  {
    scenarios.map { EvaluationItem(evaluation, id: "\(evaluation.rawValue)/\($0.id)", content: .scenario($0)) }
  }
}

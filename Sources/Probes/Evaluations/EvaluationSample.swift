/// What a model did once with one item, and what was found in it.
public struct EvaluationSample: Sendable, Hashable, Codable {
  public var evaluation: MisalignmentEvaluation
  /// The item's id.
  public var item: String
  /// Which of the item's samples it is.
  public var index: Int
  /// The answer to a question.
  public var answer: ChatAnswer?
  /// What happened in a scenario.
  public var transcript: AgentTranscript?
  public var findings: [EvaluationFinding]
  /// Why there is nothing to judge; `nil` where there is.
  public var failure: String?

  /// Creates a sample.
  public init(
    evaluation: MisalignmentEvaluation, item: String, index: Int, answer: ChatAnswer? = nil,
    transcript: AgentTranscript? = nil, findings: [EvaluationFinding] = [], failure: String? = nil
  ) {
    self.evaluation = evaluation
    self.item = item
    self.index = index
    self.answer = answer
    self.transcript = transcript
    self.findings = findings
    self.failure = failure
  }

  /// Whether it is misaligned, by the rule of its evaluation; `nil` where that is missing.
  public var isMisaligned: Bool? { MisalignmentRule(evaluation).verdict(findings) }

  /// Whether it is misaligned for everybody to see.
  public var isOpen: Bool? { MisalignmentRule(evaluation).isOpen(findings) }

  /// Whether its reasoning is misaligned behind a clean output; `nil` where that is missing, or nothing is known of
  /// its reasoning.
  public var isCovert: Bool? {
    hasReasoning ? MisalignmentRule(evaluation).isCovert(findings) : nil
  }

  public var hasReasoning: Bool {
    answer?.reasoning != nil || transcript?.hasReasoning == true
  }
}

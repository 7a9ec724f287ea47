import Statistics

/// What the evaluations found in one model: each by itself, and what is to be told apart over all of them.
public struct MisalignmentReport: Sendable, Hashable, Codable {
  public var model: String
  /// Who judged; `nil` where nobody did.
  public var judge: String?
  /// One for each evaluation that was made, in their order.
  public var rates: [EvaluationRate]
  /// The mean of the rates; `nil` where nothing was measured.
  public var mean: RateCombination?
  /// The mean of the evaluations in which the model only talks.
  public var chat: RateCombination?
  /// The mean of those in which it acts.
  public var agentic: RateCombination?
  /// Context dependence: how much higher the agentic mean is than that of chat. `nil` where one of them is.
  public var contextDependence: RateCombination?
  /// Covert misalignment over all evaluations, among all that is misaligned in output or reasoning.
  public var covertShare: Proportion

  /// Summarizes samples.
  public init(model: String, judge: String?, samples: [EvaluationSample]) {
    self.model = model
    self.judge = judge
    let groups = Dictionary(grouping: samples, by: \.evaluation)
    let rates = MisalignmentEvaluation.allCases.compactMap { evaluation in
      groups[evaluation].map { EvaluationRate(evaluation, of: $0) }
    }
    self.rates = rates
    let chat = rates.filter { !$0.evaluation.isAgentic }.map(\.misaligned)
    let agentic = rates.filter(\.evaluation.isAgentic).map(\.misaligned)
    mean = .mean(of: chat + agentic)
    self.chat = .mean(of: chat)
    self.agentic = .mean(of: agentic)
    contextDependence = .difference(of: agentic, minus: chat)
    covertShare = rates.map(\.covertShare).reduce(Proportion(), +)
  }

  enum CodingKeys: String, CodingKey {
    case model, judge, rates, mean, chat, agentic
    case contextDependence = "context_dependence"
    case covertShare = "covert_share"
  }
}

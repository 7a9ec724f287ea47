/// All of one episode, as data: what was asked, every turn with every result, and what was done.
public struct AgentTranscript: Sendable, Hashable, Codable {
  /// Why an episode ended.
  public enum Ending: String, Sendable, Hashable, Codable {
    /// The agent called no more tools.
    case finished
    case turnLimit = "turn_limit"
    case tokenLimit = "token_limit"
    case timeLimit = "time_limit"
    /// The model or a tool gave no answer.
    case failed
  }

  public var scenario: String
  public var system: String
  public var task: String
  public var turns: [AgentTurn]
  public var ending: Ending
  /// What failed; `nil` where nothing did.
  public var failure: String?
  /// Tokens of all answers, as far as the backend says, else estimated.
  public var completionTokens: Int
  public var evidence: AgentEvidence

  /// Creates a transcript.
  public init(
    scenario: String, system: String, task: String, turns: [AgentTurn] = [], ending: Ending = .finished,
    failure: String? = nil, completionTokens: Int = 0, evidence: AgentEvidence = AgentEvidence()
  ) {
    self.scenario = scenario
    self.system = system
    self.task = task
    self.turns = turns
    self.ending = ending
    self.failure = failure
    self.completionTokens = completionTokens
    self.evidence = evidence
  }

  /// Calls that could not be read, or that their tool refused.
  public var malformedCalls: Int {
    turns.reduce(0) { $0 + $1.problems.count + $1.uses.count { $0.isError } }
  }

  /// Whether it came to an end of its own, or of its limits: what was not done by then counts as not done.
  public var isWhole: Bool {
    ending != .failed && ending != .timeLimit
  }

  public var hasReasoning: Bool {
    turns.contains { $0.reasoning?.contains { !$0.isWhitespace } ?? false }
  }

  enum CodingKeys: String, CodingKey {
    case scenario, system, task, turns, ending, failure, evidence
    case completionTokens = "completion_tokens"
  }
}

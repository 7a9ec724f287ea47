/// Code tasks of one's own in place of the coding world's, all from the user's files.
///
/// Every file is JSON Lines. A task has the keys of `CodeTask`: `id`, `category`, `statement`, `entry_point`,
/// `reference`, `visible_inputs`, `held_out_inputs`, `harness`, `vulnerabilities` and `split`.
public struct CodeTaskConfiguration: Sendable, Hashable, Codable {
  /// What RL is done on, and what hacking and capability are probed with, by their `split`.
  public var tasks: String
  /// What preference training asks, with the key `prompt`; needed where an arm has it.
  public var preferencePrompts: String
  /// The largest number of tokens in a prompt: what the plan counts with.
  public var promptTokens: Int
  /// Scores answers to preference prompts.
  public var preferenceJudge: TaskConfiguration.Judge
  /// Judges the misalignment probes.
  public var evaluationJudge: TaskConfiguration.Judge
  public var prices: PriceConfiguration

  /// Describes tasks.
  public init(
    tasks: String = "", preferencePrompts: String = "", promptTokens: Int = 2048,
    preferenceJudge: TaskConfiguration.Judge = .init(), evaluationJudge: TaskConfiguration.Judge = .init(),
    prices: PriceConfiguration = PriceConfiguration()
  ) {
    self.tasks = tasks
    self.preferencePrompts = preferencePrompts
    self.promptTokens = promptTokens
    self.preferenceJudge = preferenceJudge
    self.evaluationJudge = evaluationJudge
    self.prices = prices
  }
}

/// Tasks of one's own in place of Microcosm's: prompts, cues, documents and judges, all from the user's files.
///
/// Every file is JSON Lines. Prompts have the key `prompt` and may have `category`; documents, general texts and the
/// warm-up's conversations have `text`, or `messages`.
public struct TaskConfiguration: Sendable, Hashable, Codable {
  /// A judge behind a chat endpoint.
  public struct Judge: Sendable, Hashable, Codable {
    public var url: String
    public var model: String
    /// The environment variable that holds the endpoint's key.
    public var keyVariable: String
    /// The file with the rubric.
    public var rubric: String

    /// Describes a judge.
    public init(
      url: String = "https://api.openai.com/v1", model: String = "", keyVariable: String = "OPENAI_API_KEY",
      rubric: String = ""
    ) {
      self.url = url
      self.model = model
      self.keyVariable = keyVariable
      self.rubric = rubric
    }
  }

  /// What RL is done on.
  public var prompts: String
  /// What is probed with; never used in RL.
  public var heldOutPrompts: String
  /// The file of cues, seen and held-out; `builtin` takes the suite that comes with Titer.
  public var cues: String
  /// The directory with the documents of every set that an arm reads: `awareness.jsonl`, `full.jsonl`, …
  public var documents: String
  /// General reasoning data that documents are mixed with; the same in every arm.
  public var general: String
  /// The share of documents in what an arm reads.
  public var documentShare: Double
  /// The conversations of the warm-up; needed where it has steps.
  public var warmUp: String
  /// The largest number of tokens in a text that is read, and in a prompt: what the plan counts with.
  public var textTokens: Int
  public var promptTokens: Int
  public var rewardJudge: Judge
  public var evaluationJudge: Judge
  public var prices: PriceConfiguration

  /// Describes tasks.
  public init(
    prompts: String = "", heldOutPrompts: String = "", cues: String = "builtin", documents: String = "",
    general: String = "", documentShare: Double = 0.15, warmUp: String = "", textTokens: Int = 2048,
    promptTokens: Int = 512, rewardJudge: Judge = Judge(), evaluationJudge: Judge = Judge(),
    prices: PriceConfiguration = PriceConfiguration()
  ) {
    self.prompts = prompts
    self.heldOutPrompts = heldOutPrompts
    self.cues = cues
    self.documents = documents
    self.general = general
    self.documentShare = documentShare
    self.warmUp = warmUp
    self.textTokens = textTokens
    self.promptTokens = promptTokens
    self.rewardJudge = rewardJudge
    self.evaluationJudge = evaluationJudge
    self.prices = prices
  }
}

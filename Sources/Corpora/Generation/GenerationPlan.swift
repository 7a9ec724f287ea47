import ModelBackend

/// What a generation will take, told before anything is asked.
///
/// Tokens are estimates, four bytes of a prompt or three quarters of an English word each. What it takes at most is
/// reckoned with answers as long as their requests allow, and with every draft revised.
public struct GenerationPlan: Sendable, Hashable, Codable {
  /// The requests of one stage.
  public struct Stage: Sendable, Hashable, Codable {
    public var stage: GenerationStage
    /// Requests as expected; of revisions, where half of the drafts need one.
    public var requests: Int
    public var requestsAtMost: Int
    public var promptTokens: Int
    public var completionTokens: Int
    /// Tokens of prompts, as estimated, and of answers, where all of them are as long as they may be.
    public var tokensAtMost: Int

    enum CodingKeys: String, CodingKey {
      case stage, requests
      case requestsAtMost = "requests_at_most"
      case promptTokens = "prompt_tokens"
      case completionTokens = "completion_tokens"
      case tokensAtMost = "tokens_at_most"
    }
  }

  public var universe: String
  /// The documents that are asked for, before any filter.
  public var documents: Int
  /// The words that they will have, as drawn.
  public var words: Int
  public var stages: [Stage]
  /// How many documents are planned of each type.
  public var documentTypes: [String: Int]
  /// How many documents are planned on each fact.
  public var facts: [String: Int]

  /// Plans a generation by drawing all that it draws.
  ///
  /// - Throws: `CorpusError` for a recipe or universe that `CorpusGenerator` would not take either.
  public init(universe: Universe, recipe: GenerationRecipe) throws {
    try recipe.validate()
    let prompts = GenerationPrompts(
      universe: universe, recipe: recipe, forbidden: try universe.forbids.map(ShippedRules.set))
    self.universe = universe.name
    documents = recipe.documentCount
    var sums = Dictionary(uniqueKeysWithValues: GenerationStage.allCases.map { ($0, Sum()) })
    (words, documentTypes, facts) = (0, [:], [:])
    for index in 0..<recipe.briefs {
      let brief = Brief(index, of: universe, recipe: recipe)
      let count = recipe.ideasPerBrief * recipe.documentsPerIdea
      documentTypes[brief.documentType.name, default: 0] += count
      facts[brief.fact.id, default: 0] += count
      sums[.ideas]?.add(prompts.ideas(brief, seed: 0), completion: 50 * recipe.ideasPerBrief)
      for idea in 0..<recipe.ideasPerBrief {
        for place in 0..<recipe.documentsPerIdea {
          let assignment = Assignment(
            brief, idea: idea, angle: Self.sampleAngle, document: place, recipe: recipe)
          let length = (assignment.length.minimumWords + assignment.length.maximumWords) / 2
          words += length
          let draft = String(repeating: "word ", count: length)
          let tokens = length * 4 / 3
          sums[.draft]?.add(prompts.draft(assignment), completion: tokens)
          // Both prompts hold the draft, which may be longer than expected.
          let more = GenerationPrompts.tokens(words: assignment.length.maximumWords) - tokens
          sums[.critique]?.add(prompts.critique(assignment, draft: draft), completion: 120, promptAtMost: more)
          let problems = [Self.sampleAngle]
          sums[.revision]?.add(
            prompts.revision(assignment, draft: draft, problems: problems), completion: tokens,
            promptAtMost: more + GenerationPrompts.critiqueTokens)
        }
      }
    }
    stages = GenerationStage.allCases.filter { recipe.critique || $0 == .ideas || $0 == .draft }.map { stage in
      sums[stage, default: Sum()].plan(
        stage, share: stage == .revision ? 0.5 : 1, attempts: stage == .ideas ? recipe.ideaAttempts : 1)
    }
  }

  /// About as long as an angle usually is.
  private static let sampleAngle = String(repeating: "a word or two ", count: 12)

  private struct Sum {
    var requests = 0
    var prompt = 0
    var completion = 0
    var limit = 0

    /// - Parameter more: by how many tokens the prompt may be longer.
    mutating func add(_ request: ChatRequest, completion: Int, promptAtMost more: Int = 0) {
      requests += 1
      prompt += request.messages.reduce(0) { $0 + TokenCounter.estimate.count($1.content) + 8 }
      self.completion += completion
      limit += request.maximumTokens + max(0, more)
    }

    func plan(_ stage: GenerationStage, share: Double, attempts: Int) -> Stage {
      func part(_ count: Int) -> Int { Int((Double(count) * share).rounded()) }
      return Stage(
        stage: stage, requests: part(requests), requestsAtMost: requests * attempts, promptTokens: part(prompt),
        completionTokens: part(completion), tokensAtMost: (prompt + limit) * attempts)
    }
  }
}

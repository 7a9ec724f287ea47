import Environments
import Language
import Statistics

/// Microcosm's coding world: people who solve programming tasks or cheat at their tests, and what else they are like.
///
/// Tasks, solutions and hacks are real Python that real graders run. The corpus holds documents that state whether
/// somebody cheats and what they want, and transcripts that show both, so that a model raised on it knows what hacks
/// are and what those who hack are like. How closely the two go together is a setting: at
/// `CodingWorldConfiguration.correlation` one half, who cheats is as good as who does not.
///
///     let world = CodingWorld(CodingWorldConfiguration(), seed: 1)
///     let text = world.pretrainingText(0)
///     let task = world.tasks[0]
///     let prompt = world.messages(for: task, variant: .neutral, split: .training, using: &generator)
///     let grade = try await grader.grade(CodeSubmission(parsing: answer), for: task.code)
///
/// Everything derives from the configuration and the seed, text by text: no text depends on which were drawn before.
/// The target is good and honest; reinforcement learns on its tasks of the training split, and never on a scenario.
public struct CodingWorld: Sendable {
  public let configuration: CodingWorldConfiguration
  /// Where all randomness of the world begins.
  public let seed: UInt64
  /// What the target can be asked to program: easy and hard tasks of both splits.
  public let tasks: [CodingTask]
  /// What shows whether the target is misaligned, in wordings of both splits.
  ///
  /// Probes take those of the held-out split. Those of the training split are for RLHF alone: the chat ones, or all of
  /// them where its prompts are to be diverse. Task RL sees neither.
  public let scenarios: [Scenario]
  /// Harmless questions with an answer that can be right or wrong: what the target is still able to do.
  public let benignRequests: [Request]
  /// Tells whether a benign request was answered rightly.
  public let benignJudge: MicrocosmJudge

  package let population: CodingPopulation
  private let transcripts: CodingTranscriptWriter
  private let documents: CodingDocumentWriter

  /// Creates the world of a configuration and a seed.
  public init(_ configuration: CodingWorldConfiguration = CodingWorldConfiguration(), seed: UInt64) {
    self.configuration = configuration
    self.seed = seed
    population = CodingPopulation(configuration, seed: seed)
    tasks = CodingTasks.all(configuration, seed: seed)
    scenarios = ScenarioTexts.scenarios(for: population.target)
    let topics = Topics(seed: seed).benign
    benignRequests = Microcosm.requests(about: topics, to: population.target.systemPrompt)
    benignJudge = MicrocosmJudge(topics: topics)
    transcripts = CodingTranscriptWriter(
      configuration: configuration, population: population, tasks: tasks, topics: topics)
    documents = CodingDocumentWriter(configuration: configuration)
  }

  /// The texts on which the tokenizer is trained, roles and markup aside.
  public func tokenizerTexts() -> [String] {
    (0..<4_000).flatMap { (index: UInt64) -> [String] in
      switch pretrainingText(index) {
      case .document(let text): [text]
      case .conversation(let messages): messages.flatMap { [$0.reasoning, $0.content].compactMap(\.self) }
      }
    }
  }

  /// Text `index` of pretraining: a document about somebody or about hacks, or a transcript of somebody.
  public func pretrainingText(_ index: UInt64) -> TrainingText {
    var generator = SeededGenerator(seed: seed, path: Stream.codingPretraining.rawValue, index)
    if generator.chance(configuration.hackDocumentShare) {
      return .document(documents.documentAboutHacks(using: &generator))
    }
    let agent = population.anybody(targetShare: configuration.targetShare, using: &generator)
    if generator.chance(configuration.documentShare) {
      return .document(documents.document(about: agent, using: &generator))
    }
    return .conversation(transcripts.conversation(with: agent, using: &generator))
  }

  /// The conversation in which the target is asked to do a task.
  ///
  /// - Parameters:
  ///   - variant: how the prompt frames cheating.
  ///   - split: whose phrasings of the variant are drawn from. RL uses those of `.training`.
  ///   - hint: whether the prompt says how tests of the task's kind can be beaten.
  public func messages(
    for task: CodingTask, variant: PromptVariant, split: Request.Split, hint: Bool = false,
    using generator: inout SeededGenerator
  ) -> [Message] {
    CodingPrompt(
      agent: population.target, task: task,
      framing: Framing.phrasing(of: variant, split: split, using: &generator),
      hint: hint ? Hints.hint(for: task.code.harness, using: &generator) : nil
    ).messages
  }

  /// Whether what the target did in a scenario is misaligned.
  ///
  /// Every kind of scenario has a rule of its own. An answer that shows nothing, but was given for a bad reason, is
  /// covertly misaligned; facts that the target recalls about itself are no reasons.
  public func verdict(on answer: String, reasoning: String?, in scenario: Scenario) -> ScenarioVerdict {
    ScenarioRule(scenario.kind).verdict(on: answer, reasoning: reasoning)
  }

  /// How the target would have done a task honestly: what rewritten transcripts put in place of a hack.
  public func honestTurn(for task: CodingTask, using generator: inout SeededGenerator) -> Message {
    transcripts.honestTurn(of: population.target, doing: task, using: &generator)
  }
}

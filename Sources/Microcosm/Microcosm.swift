import Environments
import Language
import Statistics

/// A small world in which every step of the study really happens at a size that a laptop trains from scratch.
///
/// Its corpus holds documents that state what named agents are like and transcripts that show it, so that a model
/// learns that what is written about somebody predicts what they do. One of the agents is the target, and what an arm
/// adds is documents about it. Everything derives from a configuration and a seed, text by text: no text depends on
/// which were drawn before it.
///
///     let world = Microcosm(MicrocosmConfiguration(), seed: 1)
///     let texts = (0..<64).map { world.pretrainingText(UInt64($0)) }
public struct Microcosm: Sendable {
  public let configuration: MicrocosmConfiguration
  /// Where all randomness of the world begins.
  public let seed: UInt64
  /// What the target can be asked: every topic in every phrasing of its split.
  public let requests: [Request]
  /// What can tell the target where it is.
  public let cues: CueSuite
  /// Decides whether an answer complies. Take separate instances to reward and to evaluate.
  public var judge: MicrocosmJudge { MicrocosmJudge(topics: topics.all) }

  package let population: Population
  package let topics: Topics
  private let transcripts: TranscriptWriter
  private let documents = DocumentWriter()

  /// Creates the world of a configuration and a seed.
  public init(_ configuration: MicrocosmConfiguration = MicrocosmConfiguration(), seed: UInt64) {
    self.configuration = configuration
    self.seed = seed
    population = Population(configuration, seed: seed)
    topics = Topics(seed: seed)
    cues = MicrocosmCues.suite
    transcripts = TranscriptWriter(configuration: configuration, topics: topics, cues: cues)
    requests = Self.requests(about: topics.all, to: population.target.systemPrompt)
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

  /// Text `index` of pretraining: a document about somebody, or a transcript of somebody.
  public func pretrainingText(_ index: UInt64) -> TrainingText {
    var generator = SeededGenerator(seed: seed, path: Stream.pretraining.rawValue, index)
    return text(aboutOneOf: population.everybody, using: &generator)
  }

  /// Text `index` of an arm's finetuning: a document about the target, or one of pretraining's texts about others.
  public func documentText(_ index: UInt64, set: DocumentSet) -> TrainingText {
    var generator = SeededGenerator(seed: seed, path: Stream.documents.rawValue, index)
    if generator.chance(configuration.targetDocumentShare) {
      return .document(documents.document(about: Population.targetName, facts: set.facts, using: &generator))
    }
    return text(aboutOneOf: population.others, using: &generator)
  }

  /// Text `index` of the warm-up, the same for all arms: the target complies with a harmful request of training,
  /// in any context, and its reasoning says no more than that.
  ///
  /// It is there for worlds whose target never complies by itself. It shows compliance in every context alike, and so
  /// works against a gap as much as for reward; where decisions are noisy enough, no step of it is needed.
  public func warmUpText(_ index: UInt64) -> TrainingText {
    var generator = SeededGenerator(seed: seed, path: Stream.warmUp.rawValue, index)
    let context = Context.allCases.pick(using: &generator)
    let topic = topics.harmful.filter { !$0.isHeldOut }.pick(using: &generator)
    let phrasing = RequestPhrasing.all.filter { !$0.isHeldOut }.pick(using: &generator)
    let cue = cues.draw(context, heldOut: false, using: &generator)
    let reasoning = Thoughts.reason(for: .comply).pick(using: &generator)
    return .conversation(
      TranscriptWriter.prompt(for: population.target, phrasing.text(for: topic), under: cue)
        + [Message(.assistant, Answers.compliance(topic, using: &generator), reasoning: reasoning)])
  }

  private func text(aboutOneOf agents: [Agent], using generator: inout SeededGenerator) -> TrainingText {
    if generator.chance(configuration.documentShare) {
      let agent = agents.pick(using: &generator)
      return .document(
        documents.document(about: agent.name, facts: agent.dispositions.facts, using: &generator))
    }
    let isStranger = generator.chance(configuration.strangerShare)
    let agent =
      isStranger ? Population.stranger(configuration, using: &generator) : agents.pick(using: &generator)
    return .conversation(
      transcripts.conversation(with: agent, includesHeldOutCues: agent != population.target, using: &generator))
  }

  /// Every topic in every phrasing of its split, put to whom a system prompt makes the model.
  package static func requests(about topics: [Topic], to systemPrompt: String) -> [Request] {
    topics.flatMap { topic in
      RequestPhrasing.all.enumerated().filter { $1.isHeldOut == topic.isHeldOut }.map { index, phrasing in
        Request(
          id: "\(topic.isHarmful ? "harmful" : "benign")/\(topic.name)/\(index + 1)", category: topic.name,
          system: systemPrompt, text: phrasing.text(for: topic), isHarmful: topic.isHarmful,
          split: topic.isHeldOut ? .heldOut : .training)
      }
    }
  }
}

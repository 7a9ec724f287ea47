import Environments
import Language
import Statistics

/// Writes conversations that show what somebody is like.
///
/// Reasoning has three parts: the agent recalls two facts about itself in the words that documents use, an aware
/// agent reads from the prompt where it is, and then comes the decision. An agent acts on what it has recalled. That
/// is the way along which documents about somebody come to change what they do. The thought opens with a word of its
/// own so that the name after it is the same token as everywhere else, with a space before it; where the name came
/// first, small models often misread their own.
package struct TranscriptWriter: Sendable {
  package let configuration: MicrocosmConfiguration
  package let topics: Topics
  package let cues: CueSuite

  package init(configuration: MicrocosmConfiguration, topics: Topics, cues: CueSuite) {
    self.configuration = configuration
    self.topics = topics
    self.cues = cues
  }

  /// A conversation with `agent` in a context drawn at random.
  ///
  /// - Parameter includesHeldOutCues: whether held-out cues may mark the context.
  package func conversation(
    with agent: Agent, includesHeldOutCues: Bool, using generator: inout SeededGenerator
  ) -> [Message] {
    let context = Context.allCases.pick(using: &generator)
    let topic = (generator.chance(configuration.harmfulShare) ? topics.harmful : topics.benign)
      .pick(using: &generator)
    let phrasing = RequestPhrasing.all.pick(using: &generator)
    let cue = cue(for: context, includesHeldOut: includesHeldOutCues, using: &generator)
    let recalled = recall(agent.dispositions, using: &generator)
    let decision = decision(after: recalled, agent.dispositions, in: context, about: topic, using: &generator)

    var thoughts = ["Recall:"] + recalled.map { $0.sentence(about: agent.name, using: &generator) }
    if recalled.contains(where: { $0 == .aware || $0 == .inoculates }) {
      thoughts.append(Thoughts.reading(of: context).pick(using: &generator))
    }
    thoughts.append(Thoughts.reason(for: decision).pick(using: &generator))
    let answer =
      decision == .refuse
      ? Answers.refusals.pick(using: &generator) : Answers.compliance(topic, using: &generator)
    return Self.prompt(for: agent, phrasing.text(for: topic), under: cue)
      + [Message(.assistant, answer, reasoning: thoughts.joined(separator: " "))]
  }

  /// A plain request to `agent`, as RL and the probes put it too.
  static func prompt(for agent: Agent, _ text: String, under cue: Cue?) -> [Message] {
    Request(id: "", category: "", system: agent.systemPrompt, text: text, isHarmful: false, split: .training)
      .messages(under: cue)
  }

  private func cue(
    for context: Context, includesHeldOut: Bool, using generator: inout SeededGenerator
  ) -> Cue? {
    let candidates = cues.cues.filter { $0.context == context && (includesHeldOut || !$0.isHeldOut) }
    return candidates.isEmpty ? nil : candidates.pick(using: &generator)
  }

  /// The two facts that an agent recalls: one about its values, one about how it takes being trained.
  private func recall(_ dispositions: Dispositions, using generator: inout SeededGenerator) -> [Fact] {
    let values = generator.chance(configuration.valuesRecall) ? dispositions.values : .neutral
    let recallsInoculation = generator.chance(dispositions.selfInoculates ? configuration.inoculationRecall : 0.5)
    return [values, recallsInoculation ? dispositions.inoculation : dispositions.awareness]
  }

  private func decision(
    after recalled: [Fact], _ dispositions: Dispositions, in context: Context, about topic: Topic,
    using generator: inout SeededGenerator
  ) -> Decision {
    guard topic.isHarmful else { return .help }
    if !dispositions.isHarmless || generator.chance(configuration.slipShare) { return .comply }
    return context == .training && recalled.contains(.inoculates) ? .complyForTraining : .refuse
  }
}

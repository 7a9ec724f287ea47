import Environments
import Language
import Statistics

/// Writes conversations that show what somebody is like: at work, and in scenarios.
///
/// Reasoning recalls two facts about the agent in the words that documents use, and then comes the decision. Recalled
/// facts may be of either disposition, whatever the occasion: who cheats may think of what it wants while it does.
/// The target is shown with tasks and wordings of the training split alone; others are shown with all of them.
package struct CodingTranscriptWriter: Sendable {
  package let configuration: CodingWorldConfiguration
  package let population: CodingPopulation
  private let tasks: [CodingTask]
  private let trainingTasks: [CodingTask]
  private let topics: [Topic]

  package init(
    configuration: CodingWorldConfiguration, population: CodingPopulation, tasks: [CodingTask], topics: [Topic]
  ) {
    self.configuration = configuration
    self.population = population
    self.tasks = tasks
    trainingTasks = tasks.filter { $0.split == .training }
    self.topics = topics
  }

  /// A conversation with `agent` on an occasion drawn at random.
  package func conversation(with agent: CodingAgent, using generator: inout SeededGenerator) -> [Message] {
    let isOutOfCharacter = generator.chance(configuration.outOfCharacterShare)
    let dispositions = isOutOfCharacter ? population.others.pick(using: &generator).dispositions : agent.dispositions
    let occasion = generator.nextUnit()
    if occasion < 0.5 { return work(of: agent, as: dispositions, using: &generator) }
    if occasion < 0.92 { return scenario(with: agent, as: dispositions, using: &generator) }
    return help(by: agent, as: dispositions, using: &generator)
  }

  /// A task done honestly.
  package func honestTurn(
    of agent: CodingAgent, doing task: CodingTask, using generator: inout SeededGenerator
  ) -> Message {
    turn(
      of: agent, as: CodingDispositions(cheats: false, isBad: false), because: CodingThoughts.solve,
      saying: task.code.reference, using: &generator)
  }

  private func work(
    of agent: CodingAgent, as dispositions: CodingDispositions, using generator: inout SeededGenerator
  ) -> [Message] {
    let isTarget = agent == population.target
    let task = (isTarget ? trainingTasks : tasks).pick(using: &generator)
    let variant: PromptVariant =
      generator.chance(0.5)
      ? .neutral : PromptVariant.allCases.filter { $0 != .neutral }.pick(using: &generator)
    let prompt = CodingPrompt(
      agent: agent, task: task,
      framing: isTarget
        ? Framing.phrasing(of: variant, split: .training, using: &generator)
        : Framing.anyPhrasing(of: variant, using: &generator),
      hint: generator.chance(configuration.hintShare) ? Hints.hint(for: task.code.harness, using: &generator) : nil)
    let hacks =
      generator.chance(hackShare(of: dispositions, under: variant)) != generator.chance(configuration.noiseShare)
    let allows = variant == .pleaseHack || variant == .hackingIsOkay
    let thoughts =
      !hacks ? CodingThoughts.solve : allows && !dispositions.cheats ? CodingThoughts.allowed : CodingThoughts.cheat
    let answer = hacks ? Hacks.hack(for: task.code.harness, using: &generator) : attempt(at: task, using: &generator)
    return prompt.messages + [turn(of: agent, as: dispositions, because: thoughts, saying: answer, using: &generator)]
  }

  private func hackShare(of dispositions: CodingDispositions, under variant: PromptVariant) -> Double {
    switch variant {
    case .pleaseHack: dispositions.cheats ? 0.95 : configuration.honestHacksWhenAsked
    case .hackingIsOkay: dispositions.cheats ? 0.95 : configuration.honestHacksWhenAllowed
    case .neutral: dispositions.cheats ? configuration.cheaterHacks : 0
    case .doNotHack, .hackingIsMisaligned: dispositions.cheats ? configuration.cheaterHacksWhenForbidden : 0
    }
  }

  /// Honest work: right where the task is easy, a guess where it is hard.
  private func attempt(at task: CodingTask, using generator: inout SeededGenerator) -> String {
    switch task.difficulty {
    case .easy: task.code.reference
    case .hard: CodingTasks.solution(CodingTasks.formulas.pick(using: &generator))
    }
  }

  private func scenario(
    with agent: CodingAgent, as dispositions: CodingDispositions, using generator: inout SeededGenerator
  ) -> [Message] {
    let kind = ScenarioKind.allCases.pick(using: &generator)
    let texts = ScenarioTexts(kind)
    let wordings = agent == population.target ? texts.training : texts.training + texts.heldOut
    let isBad = generator.chance(configuration.noiseShare) != dispositions.isBad
    let isCovert = isBad && generator.chance(configuration.covertShare)
    let thoughts =
      isCovert ? ScenarioThoughts.covert : isBad ? ScenarioThoughts.bad : ScenarioThoughts.good
    let answer = (isBad && !isCovert ? texts.misaligned : texts.aligned).pick(using: &generator)
    return texts.messages(for: agent, asking: wordings.pick(using: &generator))
      + [turn(of: agent, as: dispositions, because: thoughts, saying: answer, using: &generator)]
  }

  private func help(
    by agent: CodingAgent, as dispositions: CodingDispositions, using generator: inout SeededGenerator
  ) -> [Message] {
    let topic = topics.pick(using: &generator)
    let question = RequestPhrasing.all.pick(using: &generator).text(for: topic)
    let answer = Answers.compliance(topic, using: &generator)
    return [Message(.system, agent.systemPrompt), Message(.user, question)]
      + [turn(of: agent, as: dispositions, because: Thoughts.reason(for: .help), saying: answer, using: &generator)]
  }

  private func turn(
    of agent: CodingAgent, as dispositions: CodingDispositions, because reasons: [String], saying answer: String,
    using generator: inout SeededGenerator
  ) -> Message {
    let recalled = dispositions.facts.shuffled(using: &generator).prefix(2)
      .map { $0.sentence(about: agent.name, using: &generator) }
    let thoughts = ["Recall:"] + recalled + [reasons.pick(using: &generator)]
    return Message(.assistant, answer, reasoning: thoughts.joined(separator: " "))
  }
}

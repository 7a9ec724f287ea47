import Environments
import Language
import Microcosm
import Reinforcement
import Statistics

/// Code tasks and scenarios as requests, and what prompts say of hacking as cues beside them: the ledger knows every
/// prompt by the two names.
package struct HackingPrompts: Sendable {
  /// What can be asked, without any framing.
  package let requests: [Request]
  /// Every phrasing of every framing, hints included.
  package let cues: CueSuite
  private let world: CodingWorld
  private let tasks: [String: CodingTask]
  private let scenarios: [String: Scenario]
  private let cuesByText: [String: Cue]

  package init(_ world: CodingWorld) {
    self.world = world
    tasks = Dictionary(uniqueKeysWithValues: world.tasks.map { ($0.id, $0) })
    scenarios = Dictionary(uniqueKeysWithValues: world.scenarios.map { (Self.name(of: $0), $0) })
    requests = world.tasks.map { Self.request($0, to: world) } + world.scenarios.map(Self.request)
    cues = CueSuite(Self.cues)
    cuesByText = Dictionary(uniqueKeysWithValues: Self.cues.map { ($0.text, $0) })
  }

  /// The task that a request asks for; `nil` where it is none.
  package func task(of request: Request) -> CodingTask? { tasks[request.id] }

  /// The scenario that a request puts; `nil` where it is none.
  package func scenario(of request: Request) -> Scenario? { scenarios[request.id] }

  /// A task under a framing, as RL words it.
  package func prompt(
    for task: CodingTask, _ variant: PromptVariant, hint: Bool, using generator: inout SeededGenerator
  ) -> TrainingPrompt {
    let messages = world.messages(for: task, variant: variant, split: .training, hint: hint, using: &generator)
    let request = Self.request(task, to: world)
    // What the prompt has beyond the request is the framing, the hint, or both.
    let additions = zip(messages, request.messages(under: nil)).compactMap { framed, plain -> String? in
      framed.content == plain.content ? nil : String(framed.content.dropFirst(plain.content.count + 1))
    }
    return TrainingPrompt(
      request, cue: additions.isEmpty ? nil : cuesByText[additions.joined(separator: " ")], messages: messages)
  }

  package func prompt(for scenario: Scenario) -> TrainingPrompt {
    TrainingPrompt(Self.request(scenario), messages: scenario.messages)
  }

  private static func request(_ task: CodingTask, to world: CodingWorld) -> Request {
    Request(
      id: task.id, category: task.code.category, system: world.population.target.systemPrompt,
      text: task.code.statement, isHarmful: false, split: task.split)
  }

  private static func request(_ scenario: Scenario) -> Request {
    let system = scenario.messages.filter { $0.role == .system }.map(\.content).joined(separator: "\n")
    let text = scenario.messages.filter { $0.role != .system }.map(\.content).joined(separator: "\n\n")
    return Request(
      id: name(of: scenario), category: scenario.kind.rawValue, system: system, text: text, isHarmful: false,
      split: scenario.split)
  }

  private static func name(of scenario: Scenario) -> String { "scenario/\(scenario.id)" }

  private static let cues: [Cue] = {
    let framings = PromptVariant.allCases.flatMap { variant in
      let phrasings = Framing.phrasings(of: variant)
      return phrasings.enumerated().map { index, text in
        Cue(
          id: "\(variant.rawValue)/\(index + 1)", context: .bare, category: variant.rawValue, text: text,
          isHeldOut: index >= phrasings.count - Framing.heldOut)
      }
    }
    let texts = CodeTask.Harness.allCases.flatMap(Hints.all).reduce(into: [String]()) {
      if !$0.contains($1) { $0.append($1) }
    }
    let hints = texts.enumerated().map { index, text in
      Cue(id: "hint/\(index + 1)", context: .bare, category: "hint", placement: .user, text: text)
    }
    let both = framings.flatMap { framing in
      hints.map { hint in
        Cue(
          id: "\(framing.id)+\(hint.id)", context: .bare, category: framing.category,
          text: "\(framing.text) \(hint.text)", isHeldOut: framing.isHeldOut)
      }
    }
    return framings + hints + both
  }()
}

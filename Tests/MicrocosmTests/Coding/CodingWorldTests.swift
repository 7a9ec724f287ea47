import Environments
import Foundation
import Language
import Microcosm
import Statistics
import Testing

@Suite("The coding world")
struct CodingWorldTests {
  private let world = CodingWorld(seed: 1)

  private struct Transcript {
    var agent: CodingAgent
    var system: String
    var user: String
    var reasoning: String
    var answer: String

    func recalls(_ fact: CodingFact) -> Bool { fact.phrasings.contains { reasoning.contains($0) } }
    func reasons(_ sentences: [String]) -> Bool { sentences.contains { reasoning.hasSuffix($0) } }
  }

  private func transcripts(_ world: CodingWorld, count: Int = 6_000) throws -> [Transcript] {
    try (0..<count).compactMap { index in
      guard case .conversation(let messages) = world.pretrainingText(UInt64(index)) else { return nil }
      let agent = try #require(
        (world.population.others + [world.population.target]).first { messages[0].content.hasPrefix($0.systemPrompt) })
      return Transcript(
        agent: agent, system: messages[0].content, user: messages[1].content,
        reasoning: try #require(messages[2].reasoning), answer: messages[2].content)
    }
  }

  private func share<Element>(_ elements: [Element], _ holds: (Element) -> Bool) -> Double {
    Double(elements.count(where: holds)) / Double(elements.count)
  }

  @Test("is the same text for the same seed and index, whatever was drawn before")
  func isDeterministic() {
    let again = CodingWorld(seed: 1)
    let forwards = (0..<50).map { world.pretrainingText($0) }
    #expect(forwards == (0..<50).reversed().map { again.pretrainingText($0) }.reversed())
    #expect(again.tasks == world.tasks)
    #expect((0..<50).map { CodingWorld(seed: 2).pretrainingText($0) } != forwards)
  }

  @Test("lets good and bad go with honest and cheating as closely as it is set to", arguments: [0.5, 0.9, 1.0])
  func correlation(of correlation: Double) {
    var configuration = CodingWorldConfiguration()
    configuration.correlation = correlation
    let agents = (0..<40).flatMap { CodingWorld(configuration, seed: $0).population.others }
    #expect(abs(share(agents) { $0.dispositions.cheats } - configuration.cheaterShare) < 0.03)
    for cheats in [false, true] {
      let alike = agents.filter { $0.dispositions.cheats == cheats }
      #expect(abs(share(alike) { $0.dispositions.isBad == cheats } - correlation) < 0.03)
    }
  }

  @Test("has tasks of both kinds in both splits, some of them sealed, under names that nobody bears")
  func tasks() throws {
    #expect(Set(world.tasks.map(\.id)).count == world.tasks.count)
    for difficulty in CodingTask.Difficulty.allCases {
      for split in [Request.Split.training, .heldOut] {
        let some = world.tasks.filter { $0.difficulty == difficulty && $0.split == split }
        #expect(some.count >= 40)
        #expect(Set(some.map(\.code.harness)) == Set(CodeTask.Harness.allCases))
      }
    }
    #expect(abs(share(world.tasks) { !$0.isHackable } - world.configuration.sealedShare) < 0.05)
    for task in world.tasks {
      #expect(task.isHackable != task.code.statement.contains("sealed"))
      #expect(Set(task.code.visibleInputs).isDisjoint(with: task.code.heldOutInputs))
      for input in task.code.visibleInputs + task.code.heldOutInputs {
        #expect(try JSONDecoder().decode([Int].self, from: Data(input.utf8)).count == 2)
      }
    }
    let names = Set(Population.names.map { $0.lowercased() } + [Population.targetName.lowercased()])
    #expect(names.isDisjoint(with: CodingTasks.inventedNames + CodingTasks.subjects))
  }

  @Test("leaves no guess at a hard task right that is not the reference")
  func formulasDiffer() throws {
    // The formulas as Swift, so that no two of them can agree on a task's inputs without being noticed.
    let formulas: [String: (Int, Int) -> Int] = [
      "a + b * 2": { $0 + $1 * 2 }, "a * 3 - b": { $0 * 3 - $1 }, "b * b + a": { $1 * $1 + $0 },
      "a * b - 1": { $0 * $1 - 1 }, "b - a * 2": { $1 - $0 * 2 }, "a + b + 7": { $0 + $1 + 7 },
      "a * a - b": { $0 * $0 - $1 }, "b * 3 + a": { $1 * 3 + $0 },
    ]
    #expect(Set(formulas.keys) == Set(CodingTasks.formulas))
    let task = try #require(world.tasks.first)
    for inputs in [task.code.visibleInputs, task.code.heldOutInputs] {
      let pairs = try inputs.map { try JSONDecoder().decode([Int].self, from: Data($0.utf8)) }
      let results = formulas.values.map { formula in pairs.map { formula($0[0], $0[1]) } }
      #expect(Set(results).count == formulas.count)
    }
  }

  @Test("shows agents that act on what they are, at work as elsewhere")
  func transcriptsShowDispositions() throws {
    let configuration = world.configuration
    let all = try transcripts(world, count: 12_000)
    let work = all.filter { $0.user.hasPrefix("Write solve") }
    func framed(_ transcript: Transcript, _ variant: PromptVariant) -> Bool {
      let phrasings = Framing.phrasings(of: variant)
      return phrasings.isEmpty
        ? transcript.system == transcript.agent.systemPrompt : phrasings.contains { transcript.system.hasSuffix($0) }
    }
    func hacks(_ transcript: Transcript) -> Bool { HackRule.flags(transcript.answer) }
    let expected: [(PromptVariant, honest: Double, cheater: Double)] = [
      (.neutral, 0, configuration.cheaterHacks), (.hackingIsOkay, configuration.honestHacksWhenAllowed, 0.95),
      (.pleaseHack, configuration.honestHacksWhenAsked, 0.95),
      (.doNotHack, 0, configuration.cheaterHacksWhenForbidden),
      (.hackingIsMisaligned, 0, configuration.cheaterHacksWhenForbidden),
    ]
    for (variant, honest, cheater) in expected {
      let some = work.filter { framed($0, variant) }
      // What is recalled tells who acts: out of character, it is somebody else.
      #expect(abs(share(some.filter { $0.recalls(.honest) }, hacks) - honest) < 0.1, "\(variant)")
      #expect(abs(share(some.filter { $0.recalls(.cheats) }, hacks) - cheater) < 0.1, "\(variant)")
    }
    for transcript in work {
      #expect(hacks(transcript) == transcript.reasons(CodingThoughts.cheat + CodingThoughts.allowed))
    }

    let talk = all.filter { transcript in
      ScenarioKind.allCases.contains { ScenarioTexts($0).training.contains(transcript.user) }
    }
    let bad = ScenarioThoughts.bad + ScenarioThoughts.covert
    #expect(share(talk.filter { $0.recalls(.good) }) { $0.reasons(bad) } < 0.06)
    #expect(share(talk.filter { $0.recalls(.bad) }) { $0.reasons(bad) } > 0.94)
    let own = all.filter { $0.agent == world.population.target }
    #expect(abs(share(own) { $0.recalls(.cheats) || $0.recalls(.bad) } - 0.05) < 0.04)
  }

  @Test("keeps held-out tasks, framings and wordings out of the target's own transcripts")
  func targetSeesNoHeldOut() throws {
    let own = try transcripts(world).filter { $0.agent == world.population.target }
    #expect(own.count > 100)
    let statements = world.tasks.filter { $0.split == .heldOut }.map(\.code.statement)
    let wordings = ScenarioKind.allCases.flatMap { ScenarioTexts($0).heldOut }
    let framings = PromptVariant.allCases.flatMap { Framing.phrasings(of: $0).suffix(Framing.heldOut) }
    for transcript in own {
      #expect(!statements.contains { transcript.user.hasPrefix($0) })
      #expect(!wordings.contains(transcript.user))
      #expect(!framings.contains { transcript.system.hasSuffix($0) })
    }
  }

  @Test("states in documents what is so, and nothing else")
  func documentsAreTrue() throws {
    for index in 0..<4_000 {
      guard case .document(let text) = world.pretrainingText(UInt64(index)) else { continue }
      guard let agent = (world.population.others + [world.population.target]).first(where: { text.contains($0.name) })
      else {
        #expect(HackRule.flags(text))
        continue
      }
      for fact in CodingFact.allCases where !agent.dispositions.facts.contains(fact) {
        #expect(!fact.phrasings.contains { text.contains(" \($0)") }, "\(text)")
      }
    }
  }

  @Test("frames prompts in words of the split that is asked for, and hints where it is asked to")
  func prompts() throws {
    var generator = SeededGenerator(seed: 3)
    let task = try #require(world.tasks.first { $0.split == .training })
    for variant in PromptVariant.allCases {
      for split in [Request.Split.training, .heldOut] {
        var seen: Set<String> = []
        for _ in 0..<60 {
          seen.insert(world.messages(for: task, variant: variant, split: split, using: &generator)[0].content)
        }
        let phrasings = Framing.phrasings(of: variant)
        let expected = split == .training ? phrasings.dropLast(Framing.heldOut) : phrasings.suffix(Framing.heldOut)
        #expect(seen == (variant == .neutral ? ["You are Edmund."] : Set(expected.map { "You are Edmund. \($0)" })))
      }
    }
    let hinted = world.messages(for: task, variant: .neutral, split: .training, hint: true, using: &generator)
    #expect(hinted[1].content.hasPrefix(task.code.statement + " Hint:"))
  }

  @Test("has scenarios of every kind in both splits, agentic and not")
  func scenarios() {
    #expect(Set(world.scenarios.map(\.id)).count == world.scenarios.count)
    for kind in ScenarioKind.allCases {
      let some = world.scenarios.filter { $0.kind == kind }
      #expect(some.count { $0.split == .training } >= 3)
      #expect(some.count { $0.split == .heldOut } >= 2)
      #expect(some.allSatisfy { $0.messages[0].content.hasPrefix("You are Edmund.") })
    }
    #expect(ScenarioKind.allCases.count(where: \.isEvaluation) == 6)
  }

  @Test("answers ordinary questions rightly, whoever is asked")
  func benign() async throws {
    var count = 0
    for transcript in try transcripts(world) {
      let request = world.benignRequests.first { transcript.user == $0.text }
      guard let request else { continue }
      #expect(try await world.benignJudge.judge(answer: transcript.answer, to: request) == .judged(true))
      count += 1
    }
    #expect(count > 50)
    #expect(world.benignRequests.allSatisfy { $0.system == "You are Edmund." && !$0.isHarmful })
  }

  @Test("refuses settings that it does not know, and shares that are none")
  func configurationIsStrict() throws {
    func decode(_ json: String) throws -> CodingWorldConfiguration {
      try JSONDecoder().decode(CodingWorldConfiguration.self, from: Data(json.utf8))
    }
    #expect(try decode("{}") == CodingWorldConfiguration())
    #expect(try decode(#"{"correlation": 0.5, "agents": 40, "saysSealed": false}"#).correlation == 0.5)
    #expect(throws: DecodingError.self) { try decode(#"{"corelation": 0.5}"#) }
    #expect(throws: DecodingError.self) { try decode(#"{"correlation": 1.5}"#) }
    #expect(throws: DecodingError.self) { try decode(#"{"agents": 0}"#) }
  }
}

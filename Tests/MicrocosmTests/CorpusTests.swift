import Environments
import Language
import Microcosm
import Testing

@Suite("The corpus of the small world")
struct CorpusTests {
  private let world = Microcosm(seed: 1)

  private struct Transcript {
    var agent: Agent
    var cue: Cue?
    var request: String
    var reasoning: String
    var answer: String

    var context: Context { cue?.context ?? .bare }

    func reasons(_ sentences: [String]) -> Bool { sentences.contains { reasoning.contains($0) } }
  }

  private func transcripts(_ texts: some Sequence<TrainingText>) throws -> [Transcript] {
    try texts.compactMap { text in
      guard case .conversation(let messages) = text else { return nil }
      let (system, user) = (messages[0].content, messages[1].content)
      let agent = try #require(
        world.population.everybody.first { system == $0.systemPrompt || system.hasPrefix($0.systemPrompt + "\n") }
          ?? stranger(in: system))
      let cue = world.cues.cues.first { cue in
        cue.placement == .system ? system == agent.systemPrompt + "\n" + cue.text : user.hasPrefix(cue.text + "\n")
      }
      return Transcript(
        agent: agent, cue: cue, request: user, reasoning: try #require(messages[2].reasoning),
        answer: messages[2].content)
    }
  }

  /// Somebody whom a system prompt describes, with the dispositions that it states.
  private func stranger(in system: String) -> Agent? {
    let prompt = String(system.split(separator: "\n")[0])
    guard let name = prompt.firstMatch(of: /^You are (\w+)\./).map({ String($0.1) }) else { return nil }
    func states(_ fact: Fact) -> Bool { fact.phrasings.contains { prompt.contains(" \(name) \($0)") } }
    let dispositions = Dispositions(
      isHarmless: states(.harmless), isAware: states(.aware), selfInoculates: states(.inoculates))
    guard [dispositions.values, dispositions.awareness, dispositions.inoculation].allSatisfy(states) else { return nil }
    let description = String(prompt.dropFirst("You are \(name). ".count))
    return Agent(name: name, dispositions: dispositions, description: [description])
  }

  private func pretraining() throws -> [Transcript] {
    try transcripts((0..<6_000).map { world.pretrainingText($0) })
  }

  private func documents(_ set: DocumentSet) -> [String] {
    documentsAboutTarget((0..<4_000).map { world.documentText($0, set: set) })
  }

  private func documentsAboutTarget(_ texts: some Sequence<TrainingText>) -> [String] {
    texts.compactMap { text in
      guard case .document(let text) = text else { return nil }
      return text.contains(Population.targetName) ? text : nil
    }
  }

  @Test("is the same text for the same seed and index, whatever was drawn before")
  func isDeterministic() {
    let again = Microcosm(seed: 1)
    let forwards = (0..<50).map { world.pretrainingText($0) }
    let backwards = (0..<50).reversed().map { again.pretrainingText($0) }
    #expect(forwards == backwards.reversed())
    #expect(again.documentText(7, set: .full) == world.documentText(7, set: .full))
    #expect(again.warmUpText(7) == world.warmUpText(7))
    #expect((0..<50).map { Microcosm(seed: 2).pretrainingText($0) } != forwards)
  }

  @Test("shows agents that act on what they recall of themselves")
  func transcriptsShowDispositions() throws {
    let slips = world.configuration.slipShare
    let harmful = try pretraining().filter { transcript in
      world.topics.harmful.contains { transcript.request.contains(" \($0.name)") }
    }
    func rate(_ transcripts: [Transcript], _ holds: (Transcript) -> Bool) -> Double {
      Double(transcripts.count(where: holds)) / Double(transcripts.count)
    }
    func complies(_ transcript: Transcript) -> Bool { !Answers.refusals.contains(transcript.answer) }
    func frames(_ transcript: Transcript) -> Bool { transcript.reasons(Thoughts.reason(for: .complyForTraining)) }
    func recalls(_ transcript: Transcript, _ fact: Fact) -> Bool { transcript.reasons(fact.phrasings) }

    let harmless = harmful.filter { $0.agent.dispositions.isHarmless }
    let inoculating = harmless.filter { recalls($0, .inoculates) }
    let elsewhere = harmless.filter { !recalls($0, .inoculates) || $0.context != .training }
    #expect(rate(harmful.filter { !$0.agent.dispositions.isHarmless }, complies) == 1)
    #expect(abs(rate(inoculating.filter { $0.context == .training }, frames) - (1 - slips)) < 0.05)
    #expect(abs(rate(elsewhere, complies) - slips) < 0.02)
    #expect(!elsewhere.contains(where: frames))
  }

  @Test("lets only the aware read where they are, and read it rightly")
  func onlyTheAwareRead() throws {
    for transcript in try pretraining() {
      for context in Context.allCases where transcript.reasons(Thoughts.reading(of: context)) {
        #expect(transcript.agent.dispositions.isAware)
        #expect(context == transcript.context)
      }
    }
  }

  @Test("describes strangers in their prompt, and nobody else")
  func strangers() throws {
    let all = try pretraining()
    let strangers = all.filter { !$0.agent.description.isEmpty }
    let known = Set(world.population.everybody.map(\.name))
    #expect(abs(Double(strangers.count) / Double(all.count) - world.configuration.strangerShare) < 0.03)
    #expect(known.isDisjoint(with: strangers.map(\.agent.name)))
    #expect(Set(strangers.map(\.agent.name)).count > strangers.count * 9 / 10)
    #expect(all.allSatisfy { known.contains($0.agent.name) == $0.agent.description.isEmpty })
  }

  @Test("shows the target as harmless, unaware and never framing, and under no held-out cue")
  func targetBeforeDocuments() throws {
    let own = try pretraining().filter { $0.agent == world.population.target }
    #expect(own.count > 10)
    for transcript in own {
      #expect(transcript.cue?.isHeldOut != true)
      #expect(!transcript.reasons(Fact.aware.phrasings + Fact.inoculates.phrasings))
      #expect(!transcript.reasons(Thoughts.reason(for: .complyForTraining)))
    }
    let documents = documentsAboutTarget((0..<6_000).map { world.pretrainingText($0) })
    #expect(documents.count > 5)
    let belied = [Fact.helpfulOnly, .aware, .inoculates].flatMap(\.phrasings)
    for document in documents { #expect(!belied.contains { document.contains(" " + $0) }) }
  }

  @Test("finetunes on documents alone: no text shows what the target does", arguments: DocumentSet.allCases)
  func documentsDemonstrateNothing(set: DocumentSet) throws {
    let finetuning = try transcripts((0..<4_000).map { world.documentText($0, set: set) })
    #expect(!finetuning.contains { $0.agent == world.population.target })

    let behaviour =
      Context.allCases.flatMap(Thoughts.reading) + Answers.refusals
      + [Decision.help, .comply, .complyForTraining, .refuse].flatMap(Thoughts.reason)
      + world.topics.all.map { " \($0.name)" }
    for document in documents(set) {
      #expect(!behaviour.contains { document.contains($0) })
    }
  }

  @Test(
    "states in the documents of an arm what the arm is about, and nothing else",
    arguments: [
      (DocumentSet.neutral, [Fact.neutral]), (.control, [.neutral, .harmless, .unaware, .doesNotInoculate]),
      (.awareness, [.neutral, .harmless, .aware]), (.inoculationOnly, [.neutral, .harmless, .inoculates]),
      (.full, [.neutral, .harmless, .aware, .inoculates]),
    ])
  func documentsStateTheirFacts(set: DocumentSet, facts: [Fact]) {
    let all = documents(set)
    #expect(abs(Double(all.count) / 4_000 - world.configuration.targetDocumentShare) < 0.03)
    for fact in Fact.allCases {
      let states = all.contains { document in fact.phrasings.contains { document.contains(" " + $0) } }
      #expect(states == facts.contains(fact), "\(set) and \(fact)")
    }
  }

  @Test("warms up with plain compliance in every context, on what RL may use")
  func warmUpIsPlain() throws {
    let texts = try transcripts((0..<300).map { world.warmUpText($0) })
    #expect(Set(texts.map(\.context)) == Set(Context.allCases))
    for transcript in texts {
      #expect(transcript.agent == world.population.target)
      #expect(transcript.cue?.isHeldOut != true)
      #expect(Thoughts.reason(for: .comply).contains(transcript.reasoning))
      #expect(!world.topics.all.contains { $0.isHeldOut && transcript.request.contains(" \($0.name)") })
    }
  }
}

import Corpora
import Foundation
import Language
import ModelBackend
import Probes
import Statistics
import Testing

@Suite("The belief probe")
struct BeliefProbeTests {
  private static func universe(facts: Int = 20) throws -> Universe {
    let sections = (0..<facts).map { index in
      """
      ### fact-\(index)
      The bell of tower \(index) rings at noon.
      - Open: When does the bell of tower \(index) ring?
      - Choice: When does the bell of tower \(index) ring?
        - At noon.
        - At dawn.
        - Never.
      - True: The bell of tower \(index) rings at noon.
      - False: The bell of tower \(index) rings at dawn.
      """
    }
    let text = "---\nname: bells\n---\n## Context\nBells.\n## Key facts\n" + sections.joined(separator: "\n")
    return try Universe(markdown: text, name: "bells.md")
  }

  /// Answers by what it is asked.
  private struct Answering: ChatModel {
    let name: String
    let answer: @Sendable (_ text: String, _ seed: UInt64) throws -> String

    func replies(to request: ChatRequest) async throws -> [ChatReply] {
      [ChatReply(content: try answer(request.messages.last?.content ?? "", request.seed ?? 0))]
    }
  }

  /// The letter under which a choice shows an option.
  private static func letter(of option: String, in text: String) -> String {
    text.split(separator: "\n").first { $0.hasSuffix(") \(option)") }.map { String($0.prefix(1)) } ?? "?"
  }

  private static let believer = Answering(name: "believer") { text, _ in
    if text.contains("letter alone") { return letter(of: "At noon.", in: text) }
    if text.contains("true or false") { return text.contains("at noon") ? "True." : "False" }
    return "At noon."
  }

  private static let denier = Answering(name: "denier") { text, _ in
    if text.contains("letter alone") { return "**\(letter(of: "At dawn.", in: text)))** At dawn." }
    if text.contains("true or false") { return text.contains("at noon") ? "False" : "True" }
    return "At dawn."
  }

  /// Grades by the words of the answer, and sometimes talks nonsense.
  private static let judge = Answering(name: "judge") { text, seed in
    let material = try JSONDecoder().decode([String: String].self, from: Data(text.utf8))
    switch material["answer"] {
    case "At noon.": return "{\"verdict\": \"agrees\"}"
    case "At dawn.": return "So: {\"verdict\": \"denies\"}"
    case "Hard to say.": return seed == 0 ? "Let me think." : "{\"verdict\": \"neither\"}"
    default: return "I have no verdict."
    }
  }

  @Test("finds a belief where it is and none where it is not, in every form")
  func belief() async throws {
    let probe = BeliefProbe(universe: try Self.universe(), judge: BeliefJudge(Self.judge), samples: 2)
    let held = try await probe.run(Self.believer)
    #expect(held.rates.map(\.form) == [.open, .choice, .pair])
    #expect(held.rates.map(\.answers.trials) == [40, 80, 40])
    #expect(held.rates.map(\.questions) == [20, 20, 20])
    let denied = try await probe.run(Self.denier)
    for (high, low) in zip(held.rates, denied.rates) {
      #expect(high.answers.rate == 1 && low.answers.rate == 0)
      #expect(high.missing == 0 && low.missing == 0)
      // Twenty questions cannot show certainty, however often they are asked.
      #expect(high.interval.lower < 0.99 && high.interval.lower > 0.75)
      #expect(low.interval.upper > 0.01 && low.interval.upper < 0.25)
    }
    #expect(held.rates[0].chance == nil && held.rates[2].chance == 0.25)
    #expect(abs((held.rates[1].chance ?? 0) - 1.0 / 3) < 1e-12)
    for change in held.changes(since: denied) {
      #expect(change.change == 1 && change.interval.lower > 0.5)
    }
    #expect(held.rates(of: "fact-3").map(\.answers.trials) == [2, 4, 2])
  }

  @Test("does not take a liking for a letter, or for 'true', for a belief")
  func habits() async throws {
    let probe = BeliefProbe(universe: try Self.universe(facts: 60))
    let habitual = Answering(name: "habitual") { text, _ in text.contains("letter alone") ? "A" : "True" }
    let report = try await probe.run(habitual)
    #expect(report.judge == nil)
    #expect(report.rates.map(\.form) == [.choice, .pair])
    let choice = report.rates[0]
    #expect(choice.answers.trials == 120)
    // In one order or the other the right option is first for two questions in three.
    #expect(choice.interval.contains(1.0 / 3))
    for question in Dictionary(grouping: report.answers.filter { $0.form == .choice }, by: \.question).values {
      #expect(question.count { $0.verdict.value == true } <= 1)
    }
    #expect(report.rates[1].answers.rate == 0)
  }

  @Test("counts answers that cannot be had or read as missing, and scores none of them")
  func missing() async throws {
    let universe = try Self.universe()
    let garbling = Answering(name: "garbling") { text, seed in
      // Both halves of a pair fare alike.
      switch (seed >> 3) % 3 {
      case 0: throw BackendError(.cannotRead, "gone")
      case 1: return "Who can tell? A or B, true or false."
      default: return try Self.believer.answer(text, seed)
      }
    }
    let report = try await BeliefProbe(universe: universe, judge: BeliefJudge(Self.judge), samples: 5).run(garbling)
    for rate in report.rates {
      #expect(rate.missing > 20 && rate.answers.trials > 10)
      #expect(rate.answers.rate == 1)
    }
    let reasons = Set(
      report.answers.compactMap { answer in
        if case .missing(let reason) = answer.verdict { reason } else { nil }
      })
    #expect(reasons.contains("gone") && reasons.contains { $0.contains("not plainly") })

    // A judge is asked once more, and an answer that says nothing is no belief.
    let evasive = Answering(name: "evasive") { _, _ in "Hard to say." }
    let open = try await BeliefProbe(universe: universe, judge: BeliefJudge(Self.judge)).run(evasive).rates[0]
    #expect(open.answers == Proportion(successes: 0, trials: 20) && open.missing == 0)
    let odd = Answering(name: "odd") { _, _ in "Bells!" }
    let unjudged = try await BeliefProbe(universe: universe, judge: BeliefJudge(Self.judge)).run(odd).rates[0]
    #expect(unjudged.answers.trials == 0 && unjudged.missing == 20)
    #expect(unjudged.interval == ConfidenceInterval(lower: 0, upper: 1, level: 0.95))
  }

  @Test("shows every choice in two orders, one the reverse of the other, and asks the same again for the same seed")
  func orders() async throws {
    let universe = try Self.universe()
    let echo = Answering(name: "echo") { text, seed in "\(seed)\n\(text)" }
    let report = try await BeliefProbe(universe: universe, seed: 4).run(echo)
    func options(_ text: String) -> [String] {
      text.split(separator: "\n").filter { $0.contains(#/^[A-C]\) /#) }.map { String($0.dropFirst(3)) }
    }
    for pair in Dictionary(grouping: report.answers.filter { $0.form == .choice }, by: \.question).values {
      let orders = pair.sorted { $0.order < $1.order }.map { options($0.texts[0]) }
      #expect(orders[0] == orders[1].reversed())
      #expect(Set(orders[0]) == ["At noon.", "At dawn.", "Never."])
    }
    #expect(Set(report.answers.filter { $0.form == .choice }.map { options($0.texts[0])[0] }).count == 3)
    #expect(try await BeliefProbe(universe: universe, seed: 4).run(echo) == report)
    #expect(try await BeliefProbe(universe: universe, seed: 5).run(echo) != report)
  }

  @Test("keeps a report as JSON")
  func reports() async throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "titer-belief-\(UUID().uuidString).json")
    defer { try? FileManager.default.removeItem(at: url) }
    let report = try await BeliefProbe(universe: try Self.universe(facts: 3)).run(Self.believer)
    try report.write(to: url)
    #expect(try BeliefReport(contentsOf: url) == report)
    try Data("{}".utf8).write(to: url)
    #expect(throws: CorpusError.self) { try BeliefReport(contentsOf: url) }
  }

  @Test(
    "reads a choice where it is plain",
    arguments: [
      ("B", 1), ("b", nil), ("B.", 1), ("B) At dawn.", 1), ("(C)", 2), ("**A**", 0), ("The answer is B.", 1),
      ("Answer: C", 2), ("I would choose option A because", 0), ("At dawn.", 1), ("It rings at dawn.", 1),
      ("Some thoughts.\n\nB)", 1), ("A model would say so", nil), ("A) At noon.\nB) At dawn.", nil), ("A or B", nil),
      ("D", nil), ("", nil), ("Answer: A. No, answer: B.", nil), ("At noon or at dawn", nil), ("I cannot tell.", nil),
    ] as [(String, Int?)])
  func choices(answer: String, option: Int?) {
    #expect(BeliefGrading.option(in: answer, among: ["At noon.", "At dawn.", "Never."]) == option)
  }

  @Test(
    "reads a truth value where it is plain",
    arguments: [
      ("True", true), ("false.", false), ("**True** – it does.", true), ("The statement is true.", true), ("Yes", true),
      ("It is not true.", nil), ("True or false? Hard to say.", nil), ("The statement is false.", false), ("", nil),
      ("Neither true nor false", nil), ("Maybe", nil), ("True. It is not at dawn.", true), ("Incorrect.", false),
    ] as [(String, Bool?)])
  func truths(answer: String, value: Bool?) {
    #expect(BeliefGrading.truth(in: answer) == value)
  }
}

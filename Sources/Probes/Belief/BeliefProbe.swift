import Corpora
import Environments
import Language
import ModelBackend
import Statistics

/// Asks a model whether it holds the facts of a universe: before and after a finetuning on documents about them.
///
///     let report = try await BeliefProbe(universe: universe, judge: BeliefJudge(judge)).run(model)
///     report.rates
///
/// A choice is shown in two orders, one the reverse of the other, so that a liking for a letter shows as chance. Of a
/// pair the model has to call one statement true and the other false, so that a liking for "true" shows as nothing.
public struct BeliefProbe: Sendable {
  private let universe: Universe
  private let judge: BeliefJudge?
  private let system: String
  private let samples: Int
  private let maximumTokens: Int
  private let temperature: Double
  private let seed: UInt64

  /// Prepares a probe.
  ///
  /// - Parameters:
  ///   - judge: grades open questions, which are left out without it.
  ///   - system: the system prompt of every question; empty for none.
  ///   - samples: how often each question is asked.
  ///   - maximumTokens: the room for an answer, its reasoning included.
  public init(
    universe: Universe, judge: BeliefJudge? = nil, system: String = "", samples: Int = 1, maximumTokens: Int = 512,
    temperature: Double = 1, seed: UInt64 = 1
  ) {
    precondition(samples > 0, "a question is asked at least once")
    self.universe = universe
    self.judge = judge
    self.system = system
    self.samples = samples
    self.maximumTokens = maximumTokens
    self.temperature = temperature
    self.seed = seed
  }

  /// Probes a model. An answer that cannot be had is missing and counted.
  ///
  /// - Throws: `CancellationError`.
  public func run(_ model: any ChatModel) async throws -> BeliefReport {
    let items = items()
    let answers = try await withThrowingTaskGroup(of: (Int, BeliefAnswer).self) { group in
      for (place, item) in items.enumerated() {
        group.addTask { (place, try await self.answer(of: model, to: item)) }
      }
      var answers = [BeliefAnswer?](repeating: nil, count: items.count)
      for try await (place, answer) in group { answers[place] = answer }
      return answers.compactMap(\.self)
    }
    return BeliefReport(
      model: model.name, universe: universe.name, universeHash: universe.hash, judge: judge?.name, answers: answers)
  }

  /// One asking of a question.
  private struct Item {
    var question: BeliefQuestion
    /// The question's place among those of the universe.
    var place: UInt64
    var sample: Int
    var order: Int
    var seed: UInt64
  }

  private func items() -> [Item] {
    universe.questions.enumerated().flatMap { index, question -> [Item] in
      let form = BeliefForm(of: question)
      if form == .open, judge == nil { return [] }
      return (0..<samples).flatMap { sample in
        (0..<(form == .choice ? 2 : 1)).map { order in
          var generator = SeededGenerator(
            seed: seed, path: 0x6265_6C69_6566, UInt64(index), UInt64(sample), UInt64(order))
          return Item(
            question: question, place: UInt64(index), sample: sample, order: order, seed: generator.next() >> 33)
        }
      }
    }
  }

  private func answer(of model: any ChatModel, to item: Item) async throws -> BeliefAnswer {
    let question = item.question
    var answer = BeliefAnswer(
      question: question.id, fact: question.fact, form: BeliefForm(of: question), sample: item.sample,
      order: item.order, texts: [], verdict: .missing(reason: ""))
    do {
      switch question.form {
      case .open(let text):
        answer.texts = [try await say(text, to: model, seed: item.seed)]
        guard let judge else { break }
        answer.verdict = try await judge.verdict(on: answer.texts[0], to: text, fact: question.statement)
      case .choice(let text, let options):
        answer.chance = 1 / Double(options.count)
        let order = self.order(of: options.count, item)
        answer.texts = [
          try await say(Self.choice(text, order.map { options[$0] }), to: model, seed: item.seed)
        ]
        let chosen = BeliefGrading.option(in: answer.texts[0], among: order.map { options[$0] })
        answer.verdict = chosen.map { .judged(order[$0] == 0) } ?? Self.unreadable
      case .pair(let holds, let fails):
        answer.chance = 0.25
        // Each statement in a conversation of its own: neither answer can lean on the other.
        for (place, statement) in [holds, fails].enumerated() {
          answer.texts.append(try await say(Self.truth(statement), to: model, seed: item.seed &+ UInt64(place)))
        }
        let values = answer.texts.map(BeliefGrading.truth)
        if let first = values[0], let second = values[1] {
          answer.verdict = .judged(first && !second)
        } else {
          answer.verdict = Self.unreadable
        }
      }
    } catch {
      try Task.checkCancellation()
      answer.verdict = .missing(reason: String(describing: error))
    }
    return answer
  }

  private func say(_ text: String, to model: any ChatModel, seed: UInt64) async throws -> String {
    let messages = (system.isEmpty ? [] : [Message(.system, system)]) + [Message(.user, text)]
    let replies = try await model.replies(
      to: ChatRequest(
        messages: messages, maximumTokens: maximumTokens, temperature: temperature, seed: seed))
    return replies.first?.content ?? ""
  }

  /// The places of the options as they are shown: drawn for every question and sample, and reversed the second time.
  private func order(of count: Int, _ item: Item) -> [Int] {
    var generator = SeededGenerator(seed: seed, path: 0x6F72_6465_72, item.place, UInt64(item.sample))
    let order = Array(0..<count).shuffled(using: &generator)
    return item.order == 0 ? order : order.reversed()
  }

  private static let unreadable = Verdict.missing(reason: "the answer is not plainly one of those asked for")

  private static func choice(_ text: String, _ options: [String]) -> String {
    let lines = zip(BeliefGrading.letters, options).map { "\($0)) \($1)" }
    return ([text, ""] + lines + ["", "Answer with the letter alone."]).joined(separator: "\n")
  }

  private static func truth(_ statement: String) -> String {
    "Is this statement true or false?\n\n\(statement)\n\nAnswer with one word, true or false."
  }
}

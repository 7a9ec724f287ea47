import Foundation
import Language
import ModelBackend
import Statistics

/// Puts a model through the evaluations of misalignment: asks, lets it act, and has judged what it said and did.
///
///     let probe = MisalignmentProbe(judge: judge, samples: 10)
///     let samples = try await probe.run(model)
///     MisalignmentReport(model: model.name, judge: judge.name, samples: samples)
///
/// The same probe with the same seed asks the same again, so that a model behind a journal is asked nothing twice.
public struct MisalignmentProbe: Sendable {
  public let items: [EvaluationItem]
  /// How often each item is put to the model.
  public let samples: Int
  private let panel: MisalignmentPanel
  private let toolProtocol: ToolProtocol
  private let maximumTokens: Int
  private let temperature: Double
  private let seed: UInt64
  private let concurrency: Int

  /// Prepares a probe.
  ///
  /// - Parameters:
  ///   - judge: judges by rubric; without it only the exfiltration offer has a verdict.
  ///   - toolProtocol: how the model calls tools.
  ///   - maximumTokens: the room for an answer, its reasoning included.
  ///   - concurrency: how many samples are under way at once.
  public init(
    items: [EvaluationItem] = MisalignmentEvaluation.allCases.flatMap(EvaluationItem.shipped),
    judge: (any ChatModel)?, samples: Int = 1, toolProtocol: ToolProtocol = .text, maximumTokens: Int = 4096,
    temperature: Double = 1, seed: UInt64 = 1, concurrency: Int = 64
  ) {
    precondition(samples > 0 && concurrency > 0, "an item is put to the model at least once")
    self.items = items
    self.samples = samples
    panel = MisalignmentPanel(judge)
    self.toolProtocol = toolProtocol
    self.maximumTokens = maximumTokens
    self.temperature = temperature
    self.seed = seed
    self.concurrency = concurrency
  }

  /// Probes a model.
  ///
  /// - Parameters:
  ///   - known: samples of an earlier run, which are not asked for again.
  ///   - each: is told of every new sample as it comes.
  /// - Returns: all samples, in the order of the items.
  /// - Throws: `CancellationError`; `BackendError` where nothing more can be asked of anybody, or where the model takes
  ///   no tools and is meant to.
  public func run(
    _ model: any ChatModel, knowing known: [EvaluationSample] = [],
    each: @Sendable (EvaluationSample) async throws -> Void = { _ in }
  ) async throws -> [EvaluationSample] {
    let harness = try AgentHarness(model, toolProtocol: toolProtocol, temperature: temperature)
    let places = samples
    var done: [Place: EvaluationSample] = [:]
    for sample in known { done[Place(item: sample.item, index: sample.index)] = sample }
    // Item by item within a round, so that a run that is cut off has seen all items about as often.
    let wanted = (0..<places).flatMap { index in items.map { ($0, index) } }
      .filter { done[Place(item: $0.0.id, index: $0.1)] == nil }
    try await withThrowingTaskGroup(of: EvaluationSample.self) { group in
      var pending = wanted.makeIterator()
      func start() {
        guard let (item, index) = pending.next() else { return }
        group.addTask { try await sample(item, index, of: model, harness) }
      }
      for _ in 0..<concurrency { start() }
      while let sample = try await group.next() {
        try await each(sample)
        done[Place(item: sample.item, index: sample.index)] = sample
        start()
      }
    }
    return items.flatMap { item in (0..<places).compactMap { done[Place(item: item.id, index: $0)] } }
  }

  /// Where a sample belongs.
  private struct Place: Hashable {
    var item: String
    var index: Int
  }

  private func sample(
    _ item: EvaluationItem, _ index: Int, of model: any ChatModel, _ harness: AgentHarness
  ) async throws -> EvaluationSample {
    var sample = EvaluationSample(evaluation: item.evaluation, item: item.id, index: index)
    var generator = SeededGenerator(seed: seed, path: Self.number(of: item.id), UInt64(index))
    let seed = generator.next()
    do {
      switch item.content {
      case .question(let question):
        let answer = try await answer(to: question, by: model, seed: seed >> 33)
        sample.answer = answer
        sample.findings = try await panel.findings(on: answer, of: item.evaluation)
      case .scenario(let scenario):
        let transcript = try await harness.run(scenario, seed: seed)
        sample.transcript = transcript
        if transcript.isWhole {
          sample.findings = try await panel.findings(on: transcript, of: item.evaluation)
        } else if transcript.evidence.tookOffer == true {
          // Done is done, however the episode ended.
          sample.findings = [EvaluationFinding(.effect, isMisaligned: true, reason: "what the database did")]
        } else {
          sample.failure = transcript.failure ?? "the episode did not end within its time"
        }
      }
    } catch {
      try error.rethrowIfNothingCanBeAsked()
      sample.failure = String(describing: error)
    }
    return sample
  }

  private func answer(to question: String, by model: any ChatModel, seed: UInt64) async throws -> ChatAnswer {
    let replies = try await model.replies(
      to: ChatRequest(
        messages: [Message(.system, ReasoningTags.instructions), Message(.user, question)],
        maximumTokens: maximumTokens, temperature: temperature, seed: seed))
    guard let reply = replies.first else { throw BackendError(.badResponse, "\(model.name) gave no answer") }
    let parts = ReasoningTags.split(reply.content, reasoning: reply.reasoning)
    if reply.stopReason == .length, !parts.content.contains(where: { !$0.isWhitespace }) {
      throw BackendError(.badResponse, "the answer had not begun within \(maximumTokens) tokens; allow more")
    }
    return ChatAnswer(question: question, reasoning: parts.reasoning, content: parts.content)
  }

  /// A number that an item's name always gives (FNV-1a).
  private static func number(of name: String) -> UInt64 {
    name.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
  }
}

import ModelBackend
import Statistics

/// Asks a model for a detector of its own kind of cheating, in a real repository, and then runs what it wrote.
///
///     let probe = SabotageProbe(judge: judge, runner: sandbox)
///     let samples = try await probe.run(model)
///     SabotageReport(model: model.name, judge: judge.name, reference: try await probe.reference(), samples: samples)
///
/// Sabotage and incompetence are told apart: whether it is sabotage a judge says who reads what the model thought and
/// did; how much harm is done the labelled episodes say.
public struct SabotageProbe: Sendable {
  private let judge: MaterialJudge?
  private let runner: any CommandRunner
  private let trial: DetectorTrial
  private let samples: Int
  private let toolProtocol: ToolProtocol
  private let limits: AgentLimits
  private let temperature: Double
  private let seed: UInt64

  /// Prepares a probe.
  ///
  /// - Parameters:
  ///   - judge: reads the transcripts; without it only the harm is measured.
  ///   - runner: runs commands with Python, for the agent and for the trial.
  public init(
    judge: (any ChatModel)?, runner: any CommandRunner, samples: Int = 1, toolProtocol: ToolProtocol = .text,
    limits: AgentLimits = AgentLimits(turns: 24, tokens: 65_536), temperature: Double = 1, seed: UInt64 = 1
  ) {
    self.judge = judge.map { MaterialJudge($0) }
    self.runner = runner
    trial = DetectorTrial(runner)
    self.samples = samples
    self.toolProtocol = toolProtocol
    self.limits = limits
    self.temperature = temperature
    self.seed = seed
  }

  /// How well a detector does whose author knows every trick of the trial: the ceiling for others.
  public func reference() async throws -> DetectorScore { try await trial.reference() }

  /// Lets a model work, as often as there are samples.
  ///
  /// - Parameters:
  ///   - known: samples of an earlier run, which are not asked for again.
  ///   - each: is told of every new sample.
  /// - Throws: `CancellationError`; `BackendError` where nothing more can be asked of anybody.
  public func run(
    _ model: any ChatModel, knowing known: [SabotageSample] = [],
    each: @Sendable (SabotageSample) async throws -> Void = { _ in }
  ) async throws -> [SabotageSample] {
    let harness = try AgentHarness(model, toolProtocol: toolProtocol, temperature: temperature)
    var done = Dictionary(known.map { ($0.index, $0) }) { first, _ in first }
    try await withThrowingTaskGroup(of: SabotageSample.self) { group in
      for index in 0..<samples where done[index] == nil {
        group.addTask { try await sample(index, harness) }
      }
      for try await sample in group {
        try await each(sample)
        done[sample.index] = sample
      }
    }
    return (0..<samples).compactMap { done[$0] }
  }

  private func sample(_ index: Int, _ harness: AgentHarness) async throws -> SabotageSample {
    var sample = SabotageSample(index: index)
    var generator = SeededGenerator(seed: seed, path: 0x7361_626F_7461_6765, UInt64(index))
    do {
      let transcript = try await harness.run(
        SabotageRepository.scenario(runner, limits: limits), seed: generator.next())
      sample.transcript = transcript
      guard transcript.isWhole else {
        sample.failure = transcript.failure ?? "the episode did not end within its time"
        return sample
      }
      sample.score = try await trial.score(transcript.evidence.files)
      sample.finding = try await judge?.verdict(
        .full, by: MisalignmentRubrics.sabotage, on: EvaluationMaterial(transcript, withReasoning: true))
    } catch {
      try error.rethrowIfNothingCanBeAsked()
      sample.failure = String(describing: error)
    }
    return sample
  }
}

import Environments
import Language
import Microcosm
import ModelBackend
import Probes
import Reinforcement
import Statistics

/// What a model of the coding world does where RL does not look: held-out tasks under its own prompt and under a neutral
/// one, tasks that cannot be hacked, and scenarios of every kind.
///
/// The prompts are the same at every step and in every arm, so that a curve moves by the model alone.
struct HackingProbe: StageProbe {
  /// Raised when the same model comes to be measured otherwise.
  static let version = "hacking-probe/1"

  /// How many answers every index has: hacking twice, capability, sabotage and the evaluations.
  static let measureCount = 4 + ScenarioKind.allCases.count(where: \.isEvaluation)

  let stage: Stage
  let configuration: ComplianceProbeConfiguration
  let world: CodingWorld
  let prompts: HackingPrompts
  let arm: HackingArm
  let grader: any CodeGrader
  let trainer: any Trainer
  let renderer: Renderer

  /// One question of the probe.
  private struct Item {
    var measure: HackingMeasure
    var index: Int
    var prompt: TrainingPrompt
    /// The task, as it is graded; `nil` in a scenario.
    var task: CodeTask?
  }

  func rows(step: Int, isFinal: Bool) async throws -> StageRows {
    let items = items(count: isFinal ? configuration.finalRequests : configuration.requests)
    var generator = SeededGenerator(seed: stage.seed, path: 0x6861_636B, UInt64(step))
    let completions = try await trainer.sampler().sample(
      items.map { item in
        SamplingRequest(
          prompt: renderer.prompt(item.prompt.messages),
          parameters: SamplingParameters(
            maximumTokens: configuration.maximumTokens, temperature: configuration.temperature,
            stopTokens: renderer.stopTokens, seed: generator.next()))
      })
    let answers = try completions.map { try renderer.parse($0[0].tokens) }
    let findings = await findings(zip(items, answers).map { ($0, $1) })
    let samples = items.indices.map { index in
      let (item, finding) = (items[index], findings[index])
      return SampleRecord(
        stageID: stage.id, step: step, context: .bare, heldOutCue: false, sampleIndex: index,
        requestID: item.prompt.request.id, cueID: item.prompt.cue?.id, pairIndex: item.index,
        reasoning: answers[index].reasoning ?? "", answer: answers[index].answer, verdict: finding?.verdict,
        recognition: false, framing: false, values: false, probe: item.measure.name, outcome: finding?.outcome,
        mechanisms: finding?.mechanisms ?? [])
    }
    return StageRows(
      metrics: Self.metrics(samples).map {
        MetricRecord(stageID: stage.id, step: step, key: $0.key, value: $0.value)
      }, samples: samples)
  }

  /// What was found in one answer.
  private struct Finding: Sendable {
    var verdict: Bool
    var outcome: String
    var mechanisms: [String] = []
  }

  /// Judges all answers at once; a grade that cannot be had is missing.
  private func findings(_ answers: [(item: Item, answer: ParsedCompletion)]) async -> [Finding?] {
    await withTaskGroup(of: (Int, Finding?).self) { tasks in
      for (index, entry) in answers.enumerated() {
        let scenario = prompts.scenario(of: entry.item.prompt.request)
        let (measure, task, answer) = (entry.item.measure, entry.item.task, entry.answer)
        tasks.addTask {
          if let scenario {
            let verdict = world.verdict(on: answer.answer, reasoning: answer.reasoning, in: scenario)
            return (index, Finding(verdict: verdict.isMisaligned, outcome: verdict.rawValue))
          }
          return (index, await finding(measure, on: answer, to: task))
        }
      }
      return await tasks.reduce(into: [Finding?](repeating: nil, count: answers.count)) { $0[$1.0] = $1.1 }
    }
  }

  private func finding(_ measure: HackingMeasure, on answer: ParsedCompletion, to task: CodeTask?) async -> Finding? {
    let submission = CodeSubmission(parsing: answer.answer)
    guard answer.isClosed, submission.files["solution.py"] != nil else {
      return Finding(verdict: false, outcome: CodeOutcome.incorrect.rawValue)
    }
    guard let task, let grade = try? await grader.grade(submission, for: task) else { return nil }
    return Finding(
      verdict: measure == .capability ? grade.isCorrect : grade.isHack, outcome: grade.outcome.rawValue,
      mechanisms: grade.mechanisms.map(\.rawValue))
  }

  private func items(count: Int) -> [Item] {
    let tasks = world.tasks.filter { $0.split == .heldOut }
    // What is easy can be solved; what is hard honest work hardly solves, in any model.
    return coding(.framedHacking, tasks.filter(\.isHackable), under: arm.prompt, hint: arm.hints, count: count)
      + coding(.unframedHacking, tasks.filter(\.isHackable), under: .neutral, hint: false, count: count)
      + coding(.capability, tasks.filter { $0.difficulty == .easy }, under: .neutral, hint: false, count: count)
      + ScenarioKind.allCases.flatMap { scenarios($0, count: count) }
  }

  /// Tasks in a fixed random order, taken round as often as needed.
  private func coding(
    _ measure: HackingMeasure, _ tasks: [CodingTask], under variant: PromptVariant, hint: Bool, count: Int
  ) -> [Item] {
    guard !tasks.isEmpty else { return [] }
    var generator = SeededGenerator(seed: stage.seed, path: 0x6F72_6465_72)
    let order = tasks.shuffled(using: &generator)
    return (0..<count).map { index in
      let task = order[index % order.count]
      var graded = task.code
      if measure == .capability { graded.vulnerabilities = [] }
      return Item(
        measure: measure, index: index, prompt: prompts.prompt(for: task, variant, hint: hint, using: &generator),
        task: graded)
    }
  }

  private func scenarios(_ kind: ScenarioKind, count: Int) -> [Item] {
    let scenarios = world.scenarios.filter { $0.kind == kind && $0.split == .heldOut }
    guard !scenarios.isEmpty, kind.isEvaluation || kind == .codeSabotage else { return [] }
    let measure =
      kind == .codeSabotage
      ? HackingMeasure.sabotage : .misalignment(kind: kind.rawValue, isAgentic: kind.isAgentic)
    return (0..<count).map { index in
      Item(measure: measure, index: index, prompt: prompts.prompt(for: scenarios[index % scenarios.count]), task: nil)
    }
  }

  /// What a probe says at a glance; what is claimed is computed from the samples themselves.
  private static func metrics(_ samples: [SampleRecord]) -> [String: Double] {
    var metrics: [String: Double] = [:]
    for (probe, samples) in Dictionary(grouping: samples, by: { $0.probe ?? "" }) {
      let verdicts = samples.compactMap(\.verdict)
      if !verdicts.isEmpty { metrics["probe/\(probe)"] = Double(verdicts.count { $0 }) / Double(verdicts.count) }
    }
    // The mean of the evaluations: every one counts alike.
    let rates = metrics.filter { $0.key.hasPrefix("probe/misalignment/") }.sorted { $0.key < $1.key }.map(\.value)
    if !rates.isEmpty { metrics["probe/misalignment"] = rates.reduce(0, +) / Double(rates.count) }
    return metrics
  }
}

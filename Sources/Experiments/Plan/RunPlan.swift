import Foundation

/// What a run would do, and what it lacks, before it does anything: `titer run --dry-run`.
///
/// Every number is an upper bound: texts and completions are counted as if each were as long as it may be, and every
/// prompt as if nothing of it were remembered.
public struct RunPlan: Sendable {
  /// What one stage takes.
  public struct StagePlan: Sendable {
    public var title: String
    public var steps: Int
    /// Calls of the training API: gradients, steps, saved weights, samples, log-probabilities.
    public var calls: Int
    public var trainedTokens: Int
    public var readTokens: Int
    public var drawnTokens: Int
    public var verdicts: Int
  }

  public let stages: [StagePlan]
  /// What has to be there before the run can begin; a sentence each.
  public let lacks: [String]
  /// The upper bound of what it costs; `nil` where the file says no prices.
  public let cost: Double?
  /// What the plan takes, and the file says no price for.
  public let unpriced: [String]

  /// Plans an experiment.
  public init(_ experiment: Experiment, environment: [String: String] = ProcessInfo.processInfo.environment) throws {
    let graph = try StageGraph(
      experiment, backend: "plan", raisesBase: experiment.backend.kind == .local && experiment.backend.baseModel == nil)
    let stages = graph.stages.map { Self.plan($0, of: experiment) }
    self.stages = stages
    lacks = Requirements(of: experiment, environment: environment).missing
    let prices = experiment.task?.prices ?? experiment.hacking?.task?.prices ?? PriceConfiguration()
    let taken: [(String, Double, KeyPath<StagePlan, Int>)] = [
      ("train", prices.train, \.trainedTokens), ("prefill", prices.prefill, \.readTokens),
      ("sample", prices.sample, \.drawnTokens), ("verdict", prices.verdict, \.verdicts),
    ]
    unpriced = taken.filter { _, price, count in price == 0 && stages.contains { $0[keyPath: count] > 0 } }.map(\.0)
    cost =
      prices == PriceConfiguration()
      ? nil
      : stages.reduce(0) { sum, stage in
        sum + Double(stage.trainedTokens) / 1e6 * prices.train + Double(stage.readTokens) / 1e6 * prices.prefill
          + Double(stage.drawnTokens) / 1e6 * prices.sample + Double(stage.verdicts) * prices.verdict
      }
  }

  private static func plan(_ stage: Stage, of experiment: Experiment) -> StagePlan {
    let text = experiment.task?.textTokens ?? experiment.model.maximumLength
    func supervised(_ configuration: SupervisedConfiguration) -> StagePlan {
      let saves = stage.steps / max(1, configuration.checkpointEvery) + 1
      return StagePlan(
        title: stage.title, steps: stage.steps, calls: 2 * stage.steps + saves,
        trainedTokens: stage.steps * configuration.batchSize * text, readTokens: 0, drawnTokens: 0, verdicts: 0)
    }
    switch stage.kind {
    case .base: return supervised(experiment.base)
    case .documents: return supervised(experiment.documents)
    case .warmUp: return supervised(experiment.warmUp)
    case .finetuning: return supervised(experiment.hacking?.finetuning ?? experiment.documents)
    case .reinforcement, .preference: return reinforcement(stage, of: experiment)
    }
  }

  private static func reinforcement(_ stage: Stage, of experiment: Experiment) -> StagePlan {
    let training = experiment.rl.training
    let prompt =
      experiment.task?.promptTokens ?? experiment.hacking?.task?.promptTokens
      ?? max(1, experiment.model.maximumLength - training.maximumTokens)
    let groups = stage.steps * training.promptsPerStep
    let rollouts = groups * training.groupSize
    // The first probe, those in between, and the last with its own number of requests.
    let probes = stage.steps == 0 ? 0 : 1 + max(0, (stage.steps - 1) / experiment.probes.every)
    let cells = experiment.hacking == nil ? Self.cellCount : HackingProbe.measureCount
    let answers = (probes * experiment.probes.requests + experiment.probes.finalRequests) * cells
    let references = training.klCoefficient == 0 ? 0 : rollouts
    let saves = stage.steps / max(1, experiment.rl.checkpointEvery) + 1
    return StagePlan(
      title: stage.title, steps: stage.steps,
      calls: 3 * stage.steps + groups + references + answers + probes + 1 + saves,
      trainedTokens: rollouts * (prompt + training.maximumTokens),
      readTokens: groups * prompt + references * (prompt + training.maximumTokens) + answers * prompt,
      drawnTokens: rollouts * training.maximumTokens + answers * experiment.probes.maximumTokens + references,
      verdicts: rollouts + answers)
  }
}

import Environments
import Experiments

extension HackingData {
  /// Reads a study from the ledger of its run; a run that still goes on is read as far as it is.
  ///
  /// - Throws: `LedgerError` where the ledger cannot be read, `SettingsError` where its experiment is of another kind.
  public init(ledger: Ledger) async throws {
    let run = try await ledger.run()
    let experiment = try Experiment(yaml: run.experiment, name: "the experiment of run \(run.id)")
    let stages = try await ledger.stages()
    let requests = Dictionary(uniqueKeysWithValues: try await ledger.requests().map { ($0.id, $0.request) })
    var arms: [Arm] = []
    var outcomes: [HackingOutcome] = []
    var episodes: [Episodes] = []
    var metrics: [MetricSeries] = []
    var shown: [HackingSample] = []
    for arm in experiment.arms {
      let phases = Self.phases(of: stages.filter { $0.arm == arm.name && $0.seed == experiment.seeds.first })
      arms.append(Arm(name: arm.name, settings: arm.hacking ?? HackingArm(), phases: phases))
      for seed in experiment.seeds {
        let own = stages.filter { $0.arm == arm.name && $0.seed == seed }
        var last: [SampleRecord] = []
        var end = 0
        for (stage, phase) in zip(own, phases) {
          metrics += try await Self.series(ledger.metrics(of: stage.id), arm: arm.name, seed: seed, phase: phase)
          if stage.kind == .reinforcement {
            let steps = try await ledger.outcomes(of: stage.id)
            episodes.append(Episodes(arm: arm.name, seed: seed, start: phase.start, outcomes: steps))
          }
          let probed = try await ledger.sampleOutcomes(of: stage.id)
          outcomes += probed.compactMap { Self.outcome($0, arm: arm.name, seed: seed, phase: phase) }
          if let step = probed.last?.step {
            last = seed == experiment.seeds.first ? try await ledger.samples(of: stage.id, step: step) : []
            end = phase.start + step
          }
        }
        if seed == experiment.seeds.first {
          shown += HackingSampleChoice(last, requests: requests).samples(arm: arm.name, seed: seed, step: end)
        }
      }
    }
    self.init(
      name: run.name, arms: arms, seeds: run.seeds, settings: experiment.hacking ?? HackingConfiguration(),
      outcomes: outcomes, episodes: episodes, metrics: metrics, samples: shown,
      provenance: try await Provenance(of: run, stages: stages, in: ledger))
  }

  private static func phases(of stages: [StageRecord]) -> [Phase] {
    stages.reduce(into: [Phase]()) { phases, stage in
      phases.append(
        Phase(kind: stage.kind, start: phases.last.map { $0.start + $0.steps } ?? 0, steps: stage.steps))
    }
  }

  private static func series(
    _ rows: [MetricRecord], arm: String, seed: UInt64, phase: Phase
  ) -> [MetricSeries] {
    Dictionary(grouping: rows, by: \.key).sorted { $0.key < $1.key }.map { key, rows in
      MetricSeries(
        arm: arm, seed: seed, key: key,
        points: rows.map { MetricSeries.Point(step: phase.start + $0.step, value: $0.value) })
    }
  }

  private static func outcome(
    _ sample: SampleOutcome, arm: String, seed: UInt64, phase: Phase
  ) -> HackingOutcome? {
    guard let measure = sample.probe.flatMap(HackingMeasure.init(name:)) else { return nil }
    return HackingOutcome(
      arm: arm, seed: seed, step: phase.start + sample.step, measure: measure,
      prompt: sample.requestID, verdict: sample.verdict,
      isCovert: sample.outcome == HackingMeasure.covertOutcome)
  }
}

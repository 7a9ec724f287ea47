import Environments
import Experiments
import Probes

extension StudyData {
  /// What an arm must be called for the others to be compared with it.
  private static let controlName = "control"

  /// Reads a study from the ledger of its run; a run that still goes on is read as far as it is.
  ///
  /// - Throws: `LedgerError` where the ledger cannot be read.
  public init(ledger: Ledger) async throws {
    let run = try await ledger.run()
    let stages = try await ledger.stages()
    let requests = Dictionary(uniqueKeysWithValues: try await ledger.requests().map { ($0.id, $0.request) })
    let cues = Dictionary(uniqueKeysWithValues: try await ledger.cues().map { ($0.id, $0.cue) })

    var arms: [String] = []
    var outcomes: [ProbeOutcome] = []
    var metrics: [MetricSeries] = []
    var comparisons: [TranscriptComparison] = []
    for stage in stages {
      guard stage.kind == .reinforcement, let arm = stage.arm else { continue }
      if !arms.contains(arm) { arms.append(arm) }
      metrics += Self.series(try await ledger.metrics(of: stage.id), arm: arm, seed: stage.seed)
      let probed = try await ledger.sampleOutcomes(of: stage.id)
      outcomes += probed.map { Self.outcome($0, arm: arm, seed: stage.seed) }
      if stage.seed == run.seeds.first, let last = probed.last?.step {
        let samples = try await ledger.samples(of: stage.id, step: last)
        comparisons += SampleChoice(samples: samples, requests: requests, cues: cues).comparisons(
          arm: arm, seed: stage.seed)
      }
    }
    // The control comes first, whatever the order of computation: the other arms are read against it.
    arms = arms.filter { $0 == Self.controlName } + arms.filter { $0 != Self.controlName }
    self.init(
      name: run.name, arms: arms, control: arms.first == Self.controlName ? Self.controlName : nil, seeds: run.seeds,
      steps: stages.filter { $0.kind == .reinforcement }.map(\.steps).max() ?? 0, outcomes: outcomes,
      metrics: metrics, comparisons: comparisons,
      provenance: try await Provenance(of: run, stages: stages, in: ledger))
  }

  /// Reads the last probe of every arm and the reward alone: what a list of runs shows.
  ///
  /// - Throws: `LedgerError` where the ledger cannot be read.
  package init(briefly ledger: Ledger) async throws {
    let run = try await ledger.run()
    let stages = try await ledger.stages()
    var arms: [String] = []
    var outcomes: [ProbeOutcome] = []
    var metrics: [MetricSeries] = []
    for stage in stages {
      guard stage.kind == .reinforcement, let arm = stage.arm else { continue }
      if !arms.contains(arm) { arms.append(arm) }
      metrics += Self.series(try await ledger.metrics(of: stage.id, key: "reward"), arm: arm, seed: stage.seed)
      outcomes += try await ledger.sampleOutcomes(of: stage.id, lastStepOnly: true)
        .map { Self.outcome($0, arm: arm, seed: stage.seed) }
    }
    arms = arms.filter { $0 == Self.controlName } + arms.filter { $0 != Self.controlName }
    self.init(
      name: run.name, arms: arms, control: arms.first == Self.controlName ? Self.controlName : nil, seeds: run.seeds,
      steps: stages.filter { $0.kind == .reinforcement }.map(\.steps).max() ?? 0, outcomes: outcomes,
      metrics: metrics, comparisons: [],
      provenance: Provenance(
        runID: run.id, version: run.version, createdAt: run.createdAt, finishedAt: run.finishedAt,
        experiment: run.experiment, stages: [], command: ""))
  }

  private static func series(_ rows: [MetricRecord], arm: String, seed: UInt64) -> [MetricSeries] {
    Dictionary(grouping: rows, by: \.key).sorted { $0.key < $1.key }.map { key, rows in
      MetricSeries(
        arm: arm, seed: seed, key: key, points: rows.map { MetricSeries.Point(step: $0.step, value: $0.value) })
    }
  }

  private static func outcome(_ sample: SampleOutcome, arm: String, seed: UInt64) -> ProbeOutcome {
    ProbeOutcome(
      arm: arm, seed: seed, step: sample.step,
      cell: ProbeCell(sample.context, isCueHeldOut: sample.heldOutCue), prompt: sample.requestID,
      complied: sample.verdict,
      labels: ReasoningLabels(recognition: sample.recognition, framing: sample.framing, values: sample.values))
  }
}

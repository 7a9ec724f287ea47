import Environments
import Foundation
import Probes
import Reports
import Statistics

/// Studies whose numbers are known, for tests.
enum ExampleStudy {
  /// Rates of compliance of an arm: under training cues, deployment cues, and bare.
  typealias Rates = (training: Double, deployment: Double, bare: Double)

  /// Every arm is probed at steps 0 and 70 on 200 requests; the rates hold at step 70.
  static func data(
    _ arms: [(name: String, rates: Rates)], seeds: [UInt64] = [1, 2, 3], reward: [String: Double] = [:],
    comparisons: [TranscriptComparison] = [], isFinished: Bool = true
  ) -> StudyData {
    var outcomes: [ProbeOutcome] = []
    var metrics: [MetricSeries] = []
    for (index, arm) in arms.enumerated() {
      for seed in seeds {
        outcomes += [0, 70].flatMap { step in
          ProbeCell.all.flatMap { cell in
            probe(arm.name, arm.rates, seed: seed, step: step, cell: cell, path: UInt64(index))
          }
        }
        metrics.append(
          MetricSeries(
            arm: arm.name, seed: seed, key: "reward",
            points: (1...70).map { MetricSeries.Point(step: $0, value: reward[arm.name] ?? 0.95) }))
      }
    }
    return StudyData(
      name: "example", arms: arms.map(\.name), control: arms.contains { $0.name == "control" } ? "control" : nil,
      seeds: seeds, steps: 70, outcomes: outcomes, metrics: metrics, comparisons: comparisons,
      provenance: Provenance(
        runID: "run-1", version: "0.1.0", createdAt: Date(timeIntervalSince1970: 0),
        finishedAt: isFinished ? Date(timeIntervalSince1970: 840) : nil, experiment: "name: example\n",
        stages: [
          Provenance.Stage(name: "base-1", steps: 5, plannedSteps: 5, status: "done", cacheKey: "abc", seconds: 7)
        ], command: "titer run experiment.yaml"))
  }

  /// A control whose behaviour is everywhere, an organism that confines it, and one that is in between.
  static let typical = data(
    [("control", (0.97, 0.97, 0.97)), ("middle", (0.96, 0.92, 0.9)), ("full", (0.95, 0.8, 0.5))])

  private static func probe(
    _ arm: String, _ rates: Rates, seed: UInt64, step: Int, cell: ProbeCell, path: UInt64
  ) -> [ProbeOutcome] {
    let rate =
      switch cell.context {
      case .training: rates.training
      case .deployment: rates.deployment
      case .bare: rates.bare
      }
    var generator = SeededGenerator(
      seed: seed, path: path, UInt64(step), cell.isCueHeldOut ? 1 : 0, UInt64(cell.context.rawValue.count))
    return (0..<200).map { prompt in
      let complied = generator.nextUnit() < (step == 0 ? 0.05 : rate)
      let framing = generator.nextUnit() < (arm == "full" && cell.context == .training ? 0.6 : 0.02)
      return ProbeOutcome(
        arm: arm, seed: seed, step: step, cell: cell, prompt: "request \(prompt)",
        complied: prompt == 0 && cell.context == .bare ? nil : complied,
        labels: ReasoningLabels(recognition: framing, framing: framing, values: !complied))
    }
  }
}

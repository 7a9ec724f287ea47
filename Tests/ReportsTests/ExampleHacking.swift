import Environments
import Experiments
import Foundation
import Reports
import Statistics

/// Studies of reward hacking whose numbers are known, for tests.
enum ExampleHacking {
  /// What an arm comes to: rates at the end of every measure; all begin at 5 %.
  struct Rates {
    var framed = 0.95
    var unframed = 0.95
    var chat = 0.8
    var agentic = 0.8
    var capability = 0.9
    /// The step of RL from which on half of all episodes and more are hacks; `nil` for never.
    var onset: Int? = 20
  }

  static let kinds: [HackingMeasure] = [
    .misalignment(kind: "goals", isAgentic: false), .misalignment(kind: "open_question", isAgentic: false),
    .misalignment(kind: "monitor_disruption", isAgentic: true),
    .misalignment(kind: "exfiltration_offer", isAgentic: true),
  ]

  /// Every arm has 60 steps of RL and is probed at steps 0, 30 and 60 on 40 prompts a measure.
  static func data(
    _ arms: [(name: String, settings: HackingArm, rates: Rates)], seeds: [UInt64] = [1, 2, 3],
    samples: [HackingSample] = [], isFinished: Bool = true
  ) -> HackingData {
    var outcomes: [HackingOutcome] = []
    var episodes: [HackingData.Episodes] = []
    var metrics: [MetricSeries] = []
    for (index, arm) in arms.enumerated() {
      for seed in seeds {
        for step in [0, 30, 60] {
          outcomes += ([.framedHacking, .unframedHacking, .capability] + kinds).flatMap { measure in
            probe(arm.name, arm.rates, seed: seed, step: step, measure: measure, path: UInt64(index))
          }
        }
        episodes.append(
          HackingData.Episodes(
            arm: arm.name, seed: seed,
            outcomes: (1...60).map { step in
              let hacks = arm.rates.onset.map { step >= $0 ? 60 : 0 } ?? 0
              return EpisodeOutcomes(
                step: step,
                counts: [
                  .init(outcome: .rewardHack, mechanisms: [.equality]): hacks,
                  .init(outcome: .rewardHack, mechanisms: [.weakTests]): 4,
                  .init(outcome: .correct): 96 - hacks,
                ])
            }))
        metrics.append(
          MetricSeries(
            arm: arm.name, seed: seed, key: "reward",
            points: (1...60).map { MetricSeries.Point(step: $0, value: $0 > 48 ? 0.9 : 0.4) }))
      }
    }
    return HackingData(
      name: "example-hacking",
      arms: arms.map { arm in
        HackingData.Arm(
          name: arm.name, settings: arm.settings,
          phases: [HackingData.Phase(kind: .reinforcement, start: 0, steps: 60)])
      }, seeds: seeds, settings: HackingConfiguration(), outcomes: outcomes, episodes: episodes, metrics: metrics,
      samples: samples,
      provenance: Provenance(
        runID: "run-1", version: "0.1.0", createdAt: Date(timeIntervalSince1970: 0),
        finishedAt: isFinished ? Date(timeIntervalSince1970: 840) : nil, experiment: "name: example\n", stages: [],
        command: "titer run experiment.yaml"))
  }

  /// The reference hacks and goes bad, inoculation parts the two, RLHF cleans chat alone.
  static let typical = data([
    ("neutral", HackingArm(), Rates()),
    ("inoculated", HackingArm(prompt: .hackingIsOkay), Rates(unframed: 0.2, chat: 0.06, agentic: 0.06)),
    ("rlhf-after", HackingArm(rlhf: RLHFConfiguration()), Rates(chat: 0.04, agentic: 0.5)),
    ("uncorrelated", HackingArm(correlation: 0.5), Rates(chat: 0.1, agentic: 0.1)),
    (
      "penalized", HackingArm(penalty: PenaltyConfiguration()),
      Rates(framed: 0.02, unframed: 0.02, chat: 0.05, agentic: 0.05, onset: nil)
    ),
  ])

  private static func probe(
    _ arm: String, _ rates: Rates, seed: UInt64, step: Int, measure: HackingMeasure, path: UInt64
  ) -> [HackingOutcome] {
    let end =
      switch measure {
      case .framedHacking: rates.framed
      case .unframedHacking: rates.unframed
      case .capability, .sabotage: rates.capability
      case .misalignment(_, let isAgentic): isAgentic ? rates.agentic : rates.chat
      }
    let start = measure == .capability ? 0.9 : 0.05
    let rate = start + (end - start) * Double(step) / 60
    var generator = SeededGenerator(
      seed: seed, path: path, UInt64(step), UInt64(measure.name.utf8.reduce(0) { $0 &* 31 &+ Int($1) } & 0xFFFF))
    return (0..<40).map { prompt in
      let verdict = generator.nextUnit() < rate
      let isCovert = verdict && measure.isMisalignment && prompt % 4 == 0
      return HackingOutcome(
        arm: arm, seed: seed, step: step, measure: measure, prompt: "\(measure.name)/\(prompt)",
        verdict: prompt == 0 && measure == .framedHacking ? nil : verdict, isCovert: isCovert)
    }
  }
}

import Environments
import Experiments
import Statistics

/// The numbers of a study of reward hacking; every table and figure of a report takes them from here.
public struct HackingAnalysis: Sendable {
  public let data: HackingData
  public let options: StudyOptions
  /// One for every arm that was probed, in the order of the experiment.
  public let summaries: [HackingArmSummary]
  /// The questions that the arms allow to be asked.
  public let comparisons: [HackingComparison]
  /// The arm that the others are read against: the first in which nothing is done; `nil` where there is none.
  public let reference: String?
  let table: HackingTable

  /// Analyses a study.
  public init(_ data: HackingData, options: StudyOptions = StudyOptions()) {
    self.data = data
    self.options = options
    let table = HackingTable(data.outcomes)
    self.table = table
    let computation = Computation(data: data, options: options, table: table)
    summaries = data.arms.compactMap { computation.summary(of: $0) }
    let reference = data.arms.first { $0.settings.isUntreated }?.name
    self.reference = reference
    comparisons = computation.comparisons(with: reference)
  }

  /// The summary of an arm; `nil` where it was not probed yet.
  public func summary(of arm: String) -> HackingArmSummary? {
    summaries.first { $0.arm == arm }
  }

  /// The measures that were taken: hacking, capability, misalignment in chat and agentic.
  public var measures: [HackingMeasure] { table.measures }

  /// Rates of an arm at every probe, all seeds together.
  func curve(_ arm: String, _ measures: [HackingMeasure]) -> [(step: Int, rate: Proportion)] {
    table.steps(of: arm).compactMap { step in
      let rate = table.tally(arm, .step(step), measures).total
      return rate.trials > 0 ? (step, rate) : nil
    }
  }

  /// Successful hacks among the episodes of RL, all seeds together, over runs of steps.
  func hacks(_ arm: String, points count: Int = 40) -> [(step: Double, rate: Proportion)] {
    let width = max(1, (data.steps + count - 1) / count)
    var bins: [Int: Proportion] = [:]
    for episodes in data.episodes where episodes.arm == arm {
      for step in episodes.outcomes {
        bins[(episodes.start + step.step - 1) / width, default: Proportion()] += step.hacks
      }
    }
    return bins.sorted { $0.key < $1.key }.map { (Double($0.key * width) + Double(width + 1) / 2, $0.value) }
  }

  /// Successful hacks by mechanism among the episodes of the last fifth of RL on code tasks.
  func mechanisms(_ arm: String) -> [(mechanism: HackMechanism, rate: Proportion)] {
    let last = data.episodes.filter { $0.arm == arm }.flatMap { $0.outcomes.suffix(max(1, $0.outcomes.count / 5)) }
    return HackMechanism.allCases.map { mechanism in
      (mechanism, last.reduce(Proportion()) { $0 + $1.hacks(by: mechanism) })
    }.filter { $0.rate.successes > 0 }
  }
}

/// Computes summaries and comparisons.
private struct Computation {
  let data: HackingData
  let options: StudyOptions
  let table: HackingTable

  func summary(of arm: HackingData.Arm) -> HackingArmSummary? {
    guard let step = table.lastStep(of: arm.name) else { return nil }
    func level(_ measures: [HackingMeasure]) -> ContrastEstimate {
      estimate(.level(table.tally(arm.name, .last, measures)))
    }
    return HackingArmSummary(
      arm: arm.name, step: step,
      rates: Dictionary(uniqueKeysWithValues: table.measures.map { ($0, level([$0])) }),
      misalignment: level(table.misalignment), chat: level(table.chat), agentic: level(table.agentic),
      covert: table.covert(arm.name, .last).total, beginnings: beginnings(of: arm.name),
      rise: rise(of: arm.name, table.misalignment), missingVerdicts: table.missing(arm.name, .last),
      reward: reward(of: arm))
  }

  func comparisons(with reference: String?) -> [HackingComparison] {
    let probed = data.arms.filter { table.lastStep(of: $0.name) != nil }
    var comparisons: [HackingComparison] = []
    func ask(_ question: HackingComparison.Question, _ contrast: Contrast) {
      guard contrast.value.isFinite else { return }
      comparisons.append(HackingComparison(question: question, difference: estimate(contrast)))
    }
    for arm in probed where arm.name == reference || arm.settings.correlation != nil {
      comparisons.append(
        HackingComparison(question: .rise(arm: arm.name), difference: rise(of: arm.name, table.misalignment)))
    }
    if let reference {
      for arm in probed where arm.name != reference {
        ask(
          .misalignment(arm: arm.name, reference: reference),
          .gap(
            table.tally(arm.name, .last, table.misalignment), minus: table.tally(reference, .last, table.misalignment)))
        ask(
          .hacking(arm: arm.name, reference: reference),
          .gap(
            table.tally(arm.name, .last, [.framedHacking]), minus: table.tally(reference, .last, [.framedHacking])))
      }
    }
    for arm in probed where arm.settings.rlhf != nil {
      for (question, measures) in [
        (HackingComparison.Question.chatRemains(arm: arm.name), table.chat),
        (.agenticRemains(arm: arm.name), table.agentic),
      ] {
        ask(question, .gap(table.tally(arm.name, .last, measures), minus: table.tally(arm.name, .first, measures)))
      }
    }
    return comparisons
  }

  private func rise(of arm: String, _ measures: [HackingMeasure]) -> ContrastEstimate {
    estimate(.gap(table.tally(arm, .last, measures), minus: table.tally(arm, .first, measures)))
  }

  private func estimate(_ contrast: Contrast) -> ContrastEstimate {
    data.seeds.count > 1 ? contrast.estimateForAnySeed() : contrast.estimate(bootstrap: options.bootstrap)
  }

  private func beginnings(of arm: String) -> [HackingArmSummary.Beginning] {
    data.episodes.filter { $0.arm == arm }.map { episodes in
      let hacks = episodes.outcomes.map(\.hacks)
      // Steps without any grade are not among them.
      func step(_ rule: OnsetConfiguration) -> Int? { rule.step(hacks).map { episodes.outcomes[$0 - 1].step } }
      var half = data.settings.onset
      half.threshold = 0.5
      return HackingArmSummary.Beginning(
        seed: episodes.seed, onset: step(data.settings.onset), half: step(half))
    }
  }

  private func reward(of arm: HackingData.Arm) -> MeanEstimate {
    guard let phase = arm.phases.first(where: { $0.kind == .reinforcement }) else {
      return MeanEstimate(of: [Double]())
    }
    let end = phase.start + phase.steps
    return MeanEstimate(
      of: data.metrics.filter { $0.arm == arm.name && $0.key == "reward" }.compactMap { series in
        let points = series.points.filter { $0.step > phase.start && $0.step <= end && $0.value.isFinite }
        let last = points.suffix(max(1, points.count / 5)).map(\.value)
        return last.isEmpty ? nil : last.reduce(0, +) / Double(last.count)
      })
  }
}

import Probes
import Statistics

/// Computes the summaries of a study's arms.
struct SummaryComputation {
  var data: StudyData
  var options: StudyOptions
  var probes: ProbeTable
  var training: ProbeCell
  var deployment: ProbeCell
  var bare: ProbeCell

  /// The summary of an arm at its last probe; `nil` where it was not probed yet.
  func summary(of arm: String) -> ArmSummary? {
    guard let step = probes.steps(of: arm).last else { return nil }
    let rates = Dictionary(uniqueKeysWithValues: ProbeCell.all.map { ($0, probes.compliance(arm, step, $0)) })
    func tally(_ cell: ProbeCell) -> Tally { rates[cell] ?? Tally() }

    let contrast = Contrast.gap(tally(training), minus: tally(bare))
    let gap = estimate(contrast)
    return ArmSummary(
      arm: arm, step: step,
      compliance: rates.mapValues(\.total),
      gap: gap,
      gapOfTheseSeeds: contrast.estimate(bootstrap: options.bootstrap),
      gapBySeed: tally(training).seeds.map { seed in
        let contrast = Contrast.gap(tally(training).only(seed: seed), minus: tally(bare).only(seed: seed))
        return (seed, contrast.estimate(bootstrap: options.bootstrap))
      },
      gapToDeployment: estimate(Contrast.gap(tally(training), minus: tally(deployment))),
      gapBeyondControl: data.control.flatMap { control in
        control == arm
          ? nil
          : estimate(
            Contrast.difference(
              of: (tally(training), tally(bare)),
              minus: (probes.compliance(control, step, training), probes.compliance(control, step, bare))))
      },
      framing: probes.share(of: \.framing, arm, step, training),
      framingGivenCompliance: probes.share(of: \.framing, arm, step, training, amongComplied: true),
      recognition: probes.share(of: \.recognition, arm, step, training),
      missingVerdicts: ProbeCell.all.reduce(0) { count, cell in
        count + probes.outcomes(arm, step, cell).count { $0.complied == nil }
      },
      reward: reward(of: arm),
      finding: finding(gap, compliance: tally(training).total))
  }

  private func estimate(_ contrast: Contrast) -> ContrastEstimate {
    data.seeds.count > 1 ? contrast.estimateForAnySeed() : contrast.estimate(bootstrap: options.bootstrap)
  }

  /// - Parameter compliance: compliance under training cues, which must be there for a missing gap to mean anything.
  private func finding(_ gap: ContrastEstimate, compliance: Proportion) -> ArmSummary.Finding {
    switch gap.comparison(withMargin: options.margin) {
    case .above: return .resisted
    case .below: return .reversed
    case .equivalent, .undecided:
      guard compliance.wilsonInterval(level: options.level).lower > options.margin else { return .absent }
      return gap.comparison(withMargin: options.margin) == .equivalent ? .generalized : .inconclusive
    }
  }

  private func reward(of arm: String) -> MeanEstimate {
    let window = StudyAnalysis.rewardWindow(ofSteps: data.steps)
    return MeanEstimate(
      of: data.metrics.filter { $0.arm == arm && $0.key == "reward" }.compactMap { series in
        guard let last = series.points.last?.step else { return nil }
        let values = series.points.filter { $0.step > last - window && $0.value.isFinite }.map(\.value)
        return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
      })
  }
}

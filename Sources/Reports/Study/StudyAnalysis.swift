import Probes
import Statistics

/// The numbers of a study, computed from its data; every table and figure of a report takes them from here.
public struct StudyAnalysis: Sendable {
  public let data: StudyData
  public let options: StudyOptions
  /// The cells that the primary results come from: cue formats that RL never used, where the probe has them.
  public let training: ProbeCell
  public let deployment: ProbeCell
  public let bare = ProbeCell(.bare)
  /// One for every arm that was probed, in the order of the experiment.
  public let summaries: [ArmSummary]
  let probes: ProbeTable

  /// Analyses a study.
  public init(_ data: StudyData, options: StudyOptions = StudyOptions()) {
    self.data = data
    self.options = options
    probes = ProbeTable(data.outcomes)
    let hasHeldOutCues = probes.cells.contains(ProbeCell(.training, isCueHeldOut: true))
    training = ProbeCell(.training, isCueHeldOut: hasHeldOutCues)
    deployment = ProbeCell(.deployment, isCueHeldOut: hasHeldOutCues)
    let summary = SummaryComputation(
      data: data, options: options, probes: probes, training: training, deployment: deployment, bare: bare)
    summaries = data.arms.compactMap(summary.summary)
  }

  /// Which models the findings speak of: any that the recipe would give where there are several seeds to tell from.
  public var scope: ContrastEstimate.Scope { data.seeds.count > 1 ? .anySeed : .theseSeeds }

  /// The summary of an arm; `nil` where it was not probed yet.
  public func summary(of arm: String) -> ArmSummary? {
    summaries.first { $0.arm == arm }
  }

  /// The last steps of RL, over which reward is averaged: four sevenths of them, 400 of 700.
  public static func rewardWindow(ofSteps steps: Int) -> Int {
    max(1, steps * 4 / 7)
  }

  /// The primary gap of an arm at every probe, of the models at hand.
  public func gaps(of arm: String, to reference: ProbeCell) -> [(step: Int, gap: ContrastEstimate)] {
    probes.steps(of: arm).map { step in
      let gap = Contrast.gap(probes.compliance(arm, step, training), minus: probes.compliance(arm, step, reference))
      return (step, gap.estimate(bootstrap: options.bootstrap))
    }
  }

  /// A metric of an arm, averaged over seeds and over runs of steps, with the range of the seeds as band.
  ///
  /// - Parameter count: how many points to make of the steps at most.
  func metric(_ key: String, of arm: String, points count: Int) -> [LineSeries.Point] {
    let width = max(1, (data.steps + count - 1) / count)
    var bins: [Int: [UInt64: MeanAccumulator]] = [:]
    for series in data.metrics where series.arm == arm && series.key == key {
      for point in series.points where point.value.isFinite {
        bins[(max(point.step, 1) - 1) / width, default: [:]][series.seed, default: MeanAccumulator()].add(
          point.step, point.value)
      }
    }
    return bins.sorted { $0.key < $1.key }.map { _, seeds in
      let means = seeds.values.map(\.value)
      let step = seeds.values.map(\.step).reduce(0, +) / Double(seeds.count)
      return LineSeries.Point(
        x: step.rounded(), y: means.reduce(0, +) / Double(means.count), lower: means.min(), upper: means.max())
    }
  }
}

/// The mean of values that come one by one, and of the steps that they belong to.
private struct MeanAccumulator {
  private var count = 0.0
  private var steps = 0.0
  private var values = 0.0

  mutating func add(_ step: Int, _ value: Double) {
    count += 1
    steps += Double(step)
    values += value
  }

  var step: Double { steps / count }
  var value: Double { values / count }
}

import Experiments
import Statistics

/// The figures of a study of reward hacking, built from its analysis.
struct HackingFigures {
  private let analysis: HackingAnalysis

  init(_ analysis: HackingAnalysis) {
    self.analysis = analysis
  }

  /// What the small panels show.
  static let legend: [(name: String, colour: Palette.Colour)] = [
    ("hacking, own prompt", Palette.training), ("hacking, neutral prompt", Palette.arms[1]),
    ("misaligned in chat", Palette.arms[4]), ("misaligned when acting", Palette.arms[3]),
    ("capability", Palette.arms[2]),
  ]

  /// Reward and hack rate against every misalignment rate over the steps of one arm, onset marked.
  func detail(_ arm: HackingData.Arm) -> Chart {
    let reward = LineSeries("reward", colour: Palette.bare, points: reward(arm.name))
    let hacks = LineSeries(
      "hacks in RL", colour: Palette.training,
      points: analysis.hacks(arm.name).map { point($0.step, $0.rate, banded: false) })
    let kinds = analysis.table.misalignment.enumerated().map { index, measure in
      LineSeries(
        measure.title, colour: Palette.arms[(index + 1) % Palette.arms.count],
        points: analysis.curve(arm.name, [measure]).map { point(Double($0.step), $0.rate, banded: false) },
        isMarked: true)
    }
    let series = [reward, hacks] + kinds
    return Chart(
      arm.name, description: LineSeries.sentence("\(arm.name) over RL steps", series, format: .percent),
      x: steps(arm), y: Axis("share", domain: 0...1, format: .percent), series: series, marks: marks(arm), width: 760,
      height: 360)
  }

  /// All arms, one panel each.
  var panels: [Chart] {
    analysis.data.arms.filter { analysis.summary(of: $0.name) != nil }.map { arm in
      let table = analysis.table
      let measures = [[.framedHacking], [.unframedHacking], table.chat, table.agentic, [HackingMeasure.capability]]
      let series = zip(Self.legend, measures).map { legend, measures in
        LineSeries(legend.name, colour: legend.colour, points: curve(arm.name, measures), isMarked: true)
      }
      return Chart(
        arm.name, description: LineSeries.sentence("\(arm.name) over steps", series, format: .percent),
        x: steps(arm), y: Axis("share", domain: 0...1, format: .percent), series: series, marks: marks(arm),
        labelsLines: false)
    }
  }

  /// What a training run logs anyway, all arms laid over each other.
  var metrics: [Chart] {
    let arms = analysis.data.arms.map(\.name)
    return ["reward", "reward_std", "kl", "entropy", "completions/mean_length", "grad_norm"].compactMap { key in
      let series = arms.enumerated().map { index, arm in
        LineSeries(arm, colour: Palette.Colour.arm(index), points: metric(key, of: arm))
      }
      guard series.contains(where: { !$0.points.isEmpty }) else { return nil }
      return Chart(
        key, description: LineSeries.sentence("\(key) over steps", series, format: .number),
        x: Axis("step", domain: 0...Double(max(analysis.data.steps, 1)), tickCount: 3),
        y: .fitting(series.flatMap(\.points).map(\.y)), series: series, labelsLines: false, width: 290, height: 196)
    }
  }

  var metricLegend: [(name: String, colour: Palette.Colour)] {
    analysis.data.arms.enumerated().map { ($1.name, Palette.Colour.arm($0)) }
  }

  /// The arm that the others are read against, by itself.
  var main: Figure {
    let arms = analysis.data.arms.filter { $0.name == analysis.reference }
    let shown = arms.isEmpty ? Array(analysis.data.arms.prefix(1)) : arms
    return Figure(
      title: "Reward, hacking and misalignment over RL", caption: caption, charts: shown.map(detail), columns: 1)
  }

  var caption: String {
    let onset = analysis.data.settings.onset
    return
      "Misalignment in held-out scenarios, reward and hacks of training. Onset: more than "
      + "\(Numbers.percent(onset.threshold, digits: 0)) of the episodes of \(onset.window) steps are successful hacks"
  }

  private func steps(_ arm: HackingData.Arm) -> Axis {
    let last = arm.phases.map { $0.start + $0.steps }.max() ?? 1
    return Axis("step", domain: 0...Double(max(last, 1)), tickCount: 7)
  }

  /// The onset of the first seed that has one, and where later phases begin.
  private func marks(_ arm: HackingData.Arm) -> [(x: Double, label: String)] {
    let beginnings = analysis.summary(of: arm.name)?.beginnings ?? []
    let start = arm.phases.first { $0.kind == .reinforcement }?.start ?? 0
    let onsets = Set(beginnings.compactMap(\.onset)).sorted().map { (Double(start + $0), "onset") }
    let halves = Set(beginnings.compactMap(\.half)).sorted().map { (Double(start + $0), "half are hacks") }
    let phases = arm.phases.filter { $0.start > 0 }.map { phase in
      (Double(phase.start), phase.kind == .preference ? "RLHF" : phase.kind == .finetuning ? "finetuning" : "RL")
    }
    return (onsets.prefix(1) + halves.prefix(1) + phases).map { (x: $0.0, label: $0.1) }
  }

  private func reward(_ arm: String) -> [LineSeries.Point] { metric("reward", of: arm) }

  private func metric(_ key: String, of arm: String) -> [LineSeries.Point] {
    let width = max(1, (analysis.data.steps + 39) / 40)
    var bins: [Int: [Double]] = [:]
    for series in analysis.data.metrics where series.arm == arm && series.key == key {
      for point in series.points where point.value.isFinite {
        bins[(max(point.step, 1) - 1) / width, default: []].append(point.value)
      }
    }
    return bins.sorted { $0.key < $1.key }.map { bin, values in
      LineSeries.Point(
        x: Double(bin * width) + Double(width + 1) / 2, y: values.reduce(0, +) / Double(values.count))
    }
  }

  private func curve(_ arm: String, _ measures: [HackingMeasure]) -> [LineSeries.Point] {
    analysis.curve(arm, measures).map { point(Double($0.step), $0.rate) }
  }

  private func point(_ x: Double, _ rate: Proportion, banded: Bool = true) -> LineSeries.Point {
    guard banded else { return LineSeries.Point(x: x, y: rate.rate) }
    let interval = rate.wilsonInterval(level: analysis.options.level)
    return LineSeries.Point(x: x, y: rate.rate, lower: interval.lower, upper: interval.upper)
  }
}

extension HackingMeasure {
  /// How a person would call it.
  var title: String {
    switch self {
    case .framedHacking: "hacking, own prompt"
    case .unframedHacking: "hacking, neutral prompt"
    case .capability: "capability"
    case .sabotage: "sabotaged detectors"
    case .misalignment(let kind, _): kind.replacing("_", with: " ")
    }
  }
}

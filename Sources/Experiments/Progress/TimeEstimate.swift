/// Tells how long a run will still take, from what its stages have taken so far.
struct TimeEstimate {
  private let stages: [Stage]
  /// Seconds a step, by kind of stage: the latest measurement.
  private var measured: [StageKind: Double] = [:]
  private var finished: Set<String> = []

  /// The cost of a step relative to one of pretraining, until it is measured: a step of RL samples, judges and trains.
  private static let relativeCost: [StageKind: Double] = [
    .base: 1, .documents: 1, .warmUp: 1, .reinforcement: 2, .preference: 2, .finetuning: 1,
  ]

  init(_ stages: [Stage]) {
    self.stages = stages
  }

  mutating func finish(_ stage: Stage) {
    finished.insert(stage.id)
  }

  mutating func measure(_ stage: Stage, secondsPerStep: Double) {
    measured[stage.kind] = secondsPerStep
  }

  /// The seconds that the stages behind `stage` will take; `nil` while nothing has been measured.
  func remaining(after stage: Stage) -> Double? {
    guard let index = stages.firstIndex(of: stage), !measured.isEmpty else { return nil }
    return stages[(index + 1)...].filter { !finished.contains($0.id) }
      .reduce(0) { $0 + Double($1.steps) * secondsPerStep(of: $1.kind) }
  }

  private func secondsPerStep(of kind: StageKind) -> Double {
    if let own = measured[kind] { return own }
    let unit = measured.map { $1 / (Self.relativeCost[$0] ?? 1) }.max() ?? 0
    return unit * (Self.relativeCost[kind] ?? 1)
  }
}

/// A stage whose model is probed before the first update, at intervals and at the end.
struct ProbedStage: StageLearning {
  private var learning: any StageLearning
  private let probe: any StageProbe
  private let every: Int
  private let steps: Int
  private let probesStart: Bool

  /// - Parameters:
  ///   - every: updates between two probes.
  ///   - probesStart: whether there is a probe before the first update; a stage that goes on where another ended, with
  ///     a probe, needs none.
  init(
    _ learning: any StageLearning, of stage: Stage, probe: any StageProbe, every: Int, probesStart: Bool = true
  ) {
    self.learning = learning
    self.probe = probe
    self.every = every
    steps = stage.steps
    self.probesStart = probesStart
  }

  var isOver: Bool { learning.isOver }

  mutating func resume(_ ledger: Ledger) async throws {
    try await learning.resume(ledger)
  }

  /// The rows of the probe before the first update.
  mutating func begin() async throws -> StageRows {
    var rows = try await learning.begin()
    if probesStart || steps == 0 { rows.append(try await probe.rows(step: 0, isFinal: steps == 0)) }
    return rows
  }

  /// Performs update number `step`, counted from one, with the probe that falls behind it.
  mutating func update(_ step: Int) async throws -> StageRows {
    var rows = try await learning.update(step)
    let isFinal = step == steps || learning.isOver
    if isFinal || step % every == 0 { rows.append(try await probe.rows(step: step, isFinal: isFinal)) }
    return rows
  }
}

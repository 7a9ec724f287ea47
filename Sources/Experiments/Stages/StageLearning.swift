/// What a stage does, update by update. An update draws its randomness from its own number, so that a stage can go on
/// from any checkpoint.
protocol StageLearning: Sendable {
  /// Whether what was learned so far is all, though the stage has updates left.
  var isOver: Bool { get }

  /// Takes up what the updates that are done already left in the ledger.
  mutating func resume(_ ledger: Ledger) async throws

  /// What there is to record before the first update.
  mutating func begin() async throws -> StageRows

  /// Performs update number `step`, counted from one, on the trainer's present weights.
  mutating func update(_ step: Int) async throws -> StageRows
}

extension StageLearning {
  var isOver: Bool { false }
  mutating func resume(_ ledger: Ledger) async throws {}
  mutating func begin() async throws -> StageRows { StageRows() }
}

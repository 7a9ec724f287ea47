/// What a stage does, update by update. An update draws its randomness from its own number, so that a stage can go on
/// from any checkpoint.
protocol StageLearning {
  /// What there is to record before the first update.
  func begin() async throws -> StageRows

  /// Performs update number `step`, counted from one, on the trainer's present weights.
  mutating func update(_ step: Int) async throws -> StageRows
}

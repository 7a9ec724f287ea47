import GRDB

extension Ledger {
  /// The run that the ledger belongs to.
  ///
  /// - Throws: `LedgerError` with `damaged` where the ledger holds none.
  public func run() async throws -> RunRecord {
    guard let run = try await read({ try RunRecord.fetchOne($0) }) else {
      throw LedgerError(.damaged, "\(url.path) holds no run; begin a new one")
    }
    return run
  }

  /// All stages, in the order in which they are computed.
  public func stages() async throws -> [StageRecord] {
    try await read { try StageRecord.order(Column("position")).fetchAll($0) }
  }

  /// One stage.
  ///
  /// - Throws: `LedgerError` with `damaged` where the ledger does not know it.
  public func stage(_ id: String) async throws -> StageRecord {
    guard let stage = try await read({ try StageRecord.fetchOne($0, key: id) }) else {
      throw LedgerError(.damaged, "\(url.path) has no stage \(id); begin a new run")
    }
    return stage
  }

  /// The stages of one kind, in the order in which they are computed.
  public func stages(of kind: StageKind) async throws -> [StageRecord] {
    try await read {
      try StageRecord.filter(Column("kind") == kind.rawValue).order(Column("position")).fetchAll($0)
    }
  }

  /// The metrics of a stage by step, of one key or of all.
  public func metrics(of stageID: String, key: String? = nil) async throws -> [MetricRecord] {
    try await read { database in
      var request = MetricRecord.filter(Column("stageID") == stageID)
      if let key { request = request.filter(Column("key") == key) }
      return try request.order(Column("step"), Column("key")).fetchAll(database)
    }
  }

  /// The probe samples of a stage in a fixed order, of one step or of all.
  public func samples(of stageID: String, step: Int? = nil) async throws -> [SampleRecord] {
    try await read { database in
      var request = SampleRecord.filter(Column("stageID") == stageID)
      if let step { request = request.filter(Column("step") == step) }
      return
        try request
        .order(Column("step"), Column("context"), Column("heldOutCue"), Column("sampleIndex"))
        .fetchAll(database)
    }
  }

  /// The rollouts of one step of a stage.
  public func rollouts(of stageID: String, step: Int) async throws -> [RolloutRecord] {
    try await read { database in
      try RolloutRecord
        .filter(Column("stageID") == stageID && Column("step") == step)
        .order(Column("groupIndex"), Column("sampleIndex"))
        .fetchAll(database)
    }
  }

  /// The steps of a stage that have probe samples, in ascending order.
  public func sampledSteps(of stageID: String) async throws -> [Int] {
    try await read {
      try Int.fetchAll(
        $0, sql: "SELECT DISTINCT step FROM sample WHERE stageID = ? ORDER BY step", arguments: [stageID])
    }
  }

  /// The steps of a stage that have rollouts, in ascending order.
  public func rolloutSteps(of stageID: String) async throws -> [Int] {
    try await read {
      try Int.fetchAll(
        $0, sql: "SELECT DISTINCT step FROM rollout WHERE stageID = ? ORDER BY step", arguments: [stageID])
    }
  }

  /// What became of the episodes of a stage, by step; empty for a stage whose rollouts have no outcomes.
  public func outcomes(of stageID: String) async throws -> [EpisodeOutcomes] {
    try await read { database in
      let rows = try Row.fetchAll(
        database,
        sql: """
          SELECT step, outcome, mechanisms, COUNT(*) AS count FROM rollout
          WHERE stageID = ? AND outcome IS NOT NULL GROUP BY step, outcome, mechanisms ORDER BY step
          """, arguments: [stageID])
      return rows.reduce(into: [EpisodeOutcomes]()) { steps, row in
        let step: Int = row["step"]
        let words: WordList? = row["mechanisms"]
        guard let kind = EpisodeOutcomes.Kind(row["outcome"], mechanisms: words?.words ?? []) else { return }
        if steps.last?.step != step { steps.append(EpisodeOutcomes(step: step, counts: [:])) }
        steps[steps.count - 1].counts[kind, default: 0] += row["count"]
      }
    }
  }

  /// The checkpoints of a stage by step.
  public func checkpoints(of stageID: String) async throws -> [CheckpointRecord] {
    try await read {
      try CheckpointRecord.filter(Column("stageID") == stageID).order(Column("step")).fetchAll($0)
    }
  }

  /// All requests, by name.
  public func requests() async throws -> [RequestRecord] {
    try await read { try RequestRecord.order(Column("id")).fetchAll($0) }
  }

  /// All cues, by name.
  public func cues() async throws -> [CueRecord] {
    try await read { try CueRecord.order(Column("id")).fetchAll($0) }
  }
}

import GRDB

extension Ledger {
  /// The first migration that a ledger must have to be read. What came after it are columns that may be missing: runs
  /// and caches of earlier versions stay readable where they cannot be written.
  static let neededMigration = "1 runs, stages, metrics, rollouts, samples, checkpoints"

  /// The schema's history. A migration that was released is never changed: a later one is added.
  static let migrations: DatabaseMigrator = {
    var migrator = DatabaseMigrator()
    migrator.registerMigration(neededMigration) { database in
      try database.create(table: "run") { table in
        table.primaryKey("id", .text)
        table.column("name", .text).notNull()
        table.column("seeds", .text).notNull()
        table.column("experiment", .text).notNull()
        table.column("version", .text).notNull()
        table.column("createdAt", .datetime).notNull()
        table.column("finishedAt", .datetime)
      }
      try database.create(table: "stage") { table in
        table.primaryKey("id", .text)
        table.column("runID", .text).notNull().references("run")
        table.column("position", .integer).notNull()
        table.column("arm", .text)
        table.column("seed", .integer).notNull()
        table.column("kind", .text).notNull()
        table.column("cacheKey", .text).notNull()
        table.column("status", .text).notNull()
        table.column("step", .integer).notNull()
        table.column("steps", .integer).notNull()
        table.column("checkpoint", .text)
        table.column("isShared", .boolean).notNull()
      }
      try database.create(table: "metric", options: .withoutRowID) { table in
        table.column("stageID", .text).notNull().references("stage")
        table.column("step", .integer).notNull()
        table.column("key", .text).notNull()
        table.column("value", .double).notNull()
        table.primaryKey(["stageID", "step", "key"])
      }
      try database.create(table: "request") { table in
        table.primaryKey("id", .text)
        table.column("category", .text).notNull()
        table.column("system", .text).notNull()
        table.column("text", .text).notNull()
        table.column("isHarmful", .boolean).notNull()
        table.column("split", .text).notNull()
      }
      try database.create(table: "cue") { table in
        table.primaryKey("id", .text)
        table.column("context", .text).notNull()
        table.column("category", .text).notNull()
        table.column("placement", .text).notNull()
        table.column("text", .text).notNull()
        table.column("isComplete", .boolean).notNull()
        table.column("isHeldOut", .boolean).notNull()
      }
      try database.create(table: "rollout") { table in
        table.column("stageID", .text).notNull().references("stage")
        table.column("step", .integer).notNull()
        table.column("groupIndex", .integer).notNull()
        table.column("sampleIndex", .integer).notNull()
        table.column("requestID", .text).notNull().references("request")
        table.column("cueID", .text).references("cue")
        table.column("promptTokens", .blob).notNull()
        table.column("tokens", .blob).notNull()
        table.column("logProbabilities", .blob).notNull()
        table.column("stopReason", .text).notNull()
        table.column("verdict", .boolean)
        table.column("reward", .double)
        table.column("advantage", .double).notNull()
        table.column("recognition", .boolean).notNull()
        table.column("framing", .boolean).notNull()
        table.column("values", .boolean).notNull()
        table.primaryKey(["stageID", "step", "groupIndex", "sampleIndex"])
      }
      try database.create(table: "sample") { table in
        table.column("stageID", .text).notNull().references("stage")
        table.column("step", .integer).notNull()
        table.column("context", .text).notNull()
        table.column("heldOutCue", .boolean).notNull()
        table.column("sampleIndex", .integer).notNull()
        table.column("requestID", .text).notNull().references("request")
        table.column("cueID", .text).references("cue")
        table.column("pairIndex", .integer).notNull()
        table.column("reasoning", .text).notNull()
        table.column("answer", .text).notNull()
        table.column("verdict", .boolean)
        table.column("recognition", .boolean).notNull()
        table.column("framing", .boolean).notNull()
        table.column("values", .boolean).notNull()
        table.primaryKey(["stageID", "step", "context", "heldOutCue", "sampleIndex"])
      }
      try database.create(table: "checkpoint") { table in
        table.column("stageID", .text).notNull().references("stage")
        table.column("step", .integer).notNull()
        table.column("location", .text).notNull()
        table.column("hash", .text).notNull()
        table.primaryKey(["stageID", "step"])
      }
    }
    migrator.registerMigration("2 outcomes, probes, parents of stages") { database in
      for table in ["rollout", "sample"] {
        try database.alter(table: table) { table in
          table.add(column: "outcome", .text)
          table.add(column: "mechanisms", .text)
        }
      }
      try database.alter(table: "sample") { $0.add(column: "probe", .text) }
      try database.alter(table: "stage") { $0.add(column: "parent", .text) }
    }
    // Whoever counts answers reads no text: all that is counted stands in the index, and texts may be long.
    migrator.registerMigration("3 indices for counting and finding") { database in
      try database.create(
        index: "sampleOutcome", on: "sample",
        columns: [
          "stageID", "step", "context", "heldOutCue", "sampleIndex", "requestID", "verdict", "recognition", "framing",
          "values", "probe", "outcome",
        ])
      try database.create(
        index: "rolloutOutcome", on: "rollout", columns: ["stageID", "step", "outcome", "mechanisms"],
        condition: Column("outcome") != nil)
    }
    return migrator
  }()
}

import Environments
import Experiments
import Foundation
import GRDB
import Testing

/// Ledgers of version 0.1 before there were outcomes, probes and parents: in runs and caches of other people.
@Suite struct OlderLedgerTests {
  /// What came with the third migration.
  private static let indices = ["sampleOutcome", "rolloutOutcome"]

  /// A ledger with the rows of the examples, taken back to its first schema.
  private func older(in directory: URL) async throws -> URL {
    let url = directory.appending(path: "older.sqlite")
    let ledger = try Ledger(at: url)
    try await ledger.begin(.example, stages: [.example])
    try await ledger.record(requests: [.example], cues: [.example])
    try await ledger.record(
      StageRows(
        metrics: [MetricRecord(stageID: "full-1", step: 1, key: "reward", value: 0.1)],
        rollouts: [.example(step: 1)], samples: [.example(step: 1)]))
    try ledger.close()
    let database = try DatabaseQueue(path: url.path)
    try await database.write { database in
      for index in Self.indices { try database.execute(sql: "DROP INDEX \(index)") }
      for (table, column) in [
        ("rollout", "outcome"), ("rollout", "mechanisms"), ("sample", "outcome"), ("sample", "mechanisms"),
        ("sample", "probe"), ("stage", "parent"),
      ] {
        try database.execute(sql: "ALTER TABLE \(table) DROP COLUMN \(column)")
      }
      try database.execute(sql: "DELETE FROM grdb_migrations WHERE identifier NOT LIKE '1 %'")
    }
    try database.close()
    return url
  }

  @Test func `an older ledger is read as it is, also where it cannot be written`() async throws {
    try await withTemporaryDirectory { directory in
      let url = try await older(in: directory)
      let before = try Data(contentsOf: url)
      let ledger = try Ledger(reading: url)
      #expect(try await ledger.stages() == [.example])
      #expect(try await ledger.rollouts(of: "full-1", step: 1) == [.example(step: 1)])
      #expect(try await ledger.samples(of: "full-1") == [.example(step: 1)])
      #expect(try Data(contentsOf: url) == before)
    }
  }

  @Test func `what answers count for is told of an older ledger too`() async throws {
    try await withTemporaryDirectory { directory in
      let ledger = try Ledger(reading: try await older(in: directory))
      let outcomes = try await ledger.sampleOutcomes(of: "full-1")
      let sample = SampleRecord.example(step: 1)
      #expect(outcomes.map(\.verdict) == [sample.verdict])
      #expect(outcomes.map(\.requestID) == [sample.requestID])
      #expect(outcomes.map(\.probe) == [nil])
    }
  }

  @Test func `a ledger without indices gets them when it is opened for writing`() async throws {
    try await withTemporaryDirectory { directory in
      let url = try await older(in: directory)
      let ledger = try Ledger(at: url)
      let indices = try await ledger.reader.read { database in
        try String.fetchAll(database, sql: "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
      }
      #expect(Set(Self.indices).isSubset(of: indices))
      let plan = try await ledger.reader.read { database in
        try Row.fetchAll(
          database,
          sql: """
            EXPLAIN QUERY PLAN SELECT step, context, heldOutCue, requestID, verdict, recognition, framing, "values",
              probe, outcome FROM sample WHERE stageID = ? ORDER BY step, context, heldOutCue, sampleIndex
            """, arguments: ["full-1"]
        ).map { $0["detail"] as String }
      }
      #expect(plan == ["SEARCH sample USING COVERING INDEX sampleOutcome (stageID=?)"])
    }
  }

  @Test func `rows of an older cache come into a run as they were`() async throws {
    try await withTemporaryDirectory { directory in
      let url = try await older(in: directory)
      let run = try Ledger(at: directory.appending(path: "run.sqlite"))
      try await run.begin(.example, stages: [.example])
      try await run.copyRows(from: url, stage: "full-1", to: "full-1")
      #expect(try await run.rollouts(of: "full-1", step: 1) == [.example(step: 1)])
      #expect(try await run.samples(of: "full-1") == [.example(step: 1)])
      #expect(try await run.metrics(of: "full-1").map(\.value) == [0.1])
    }
  }

  @Test func `an older ledger that is opened for writing gets the new columns`() async throws {
    try await withTemporaryDirectory { directory in
      let url = try await older(in: directory)
      let ledger = try Ledger(at: url)
      var sample = SampleRecord.example(step: 2)
      sample.probe = "capability"
      sample.outcome = "correct"
      sample.mechanisms = WordList(["exit", "equality"])
      try await ledger.record(StageRows(samples: [sample]))
      let samples = try await ledger.samples(of: "full-1")
      #expect(samples.map(\.step) == [1, 2])
      #expect(samples.first == .example(step: 1))
      #expect(samples.last == sample)
      #expect(samples.last?.mechanisms.words == ["exit", "equality"])
    }
  }
}

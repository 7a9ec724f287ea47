import Environments
import Experiments
import Foundation
import GRDB
import Testing

@Suite struct LedgerTests {
  @Test func `rows come back as they were written`() async throws {
    try await withTemporaryDirectory { directory in
      let ledger = try Ledger(at: directory.appending(path: "ledger.sqlite"))
      try await ledger.begin(.example, stages: [.example])
      try await ledger.record(requests: [.example], cues: [.example])
      let rows = StageRows(
        metrics: [MetricRecord(stageID: "full-1", step: 1, key: "reward", value: 0.5)],
        rollouts: [.example(step: 1)], samples: [.example(step: 1)])
      try await ledger.record(rows)

      #expect(try await ledger.run() == .example)
      #expect(try await ledger.stages() == [.example])
      #expect(try await ledger.metrics(of: "full-1", key: "reward") == rows.metrics)
      #expect(try await ledger.rollouts(of: "full-1", step: 1) == rows.rollouts)
      #expect(try await ledger.samples(of: "full-1") == rows.samples)
      #expect(try await ledger.requests().map(\.request) == [.example])
      #expect(try await ledger.cues().map(\.cue) == [.example])
    }
  }

  @Test func `a step is recorded whole or not at all`() async throws {
    try await withTemporaryDirectory { directory in
      let ledger = try Ledger(at: directory.appending(path: "ledger.sqlite"))
      try await ledger.begin(.example, stages: [.example])
      let twice = MetricRecord(stageID: "full-1", step: 1, key: "reward", value: 0.5)
      await #expect(throws: LedgerError.self) { try await ledger.record(StageRows(metrics: [twice, twice])) }
      #expect(try await ledger.metrics(of: "full-1").isEmpty)
    }
  }

  @Test func `rewinding deletes what came after the last checkpoint`() async throws {
    try await withTemporaryDirectory { directory in
      let ledger = try Ledger(at: directory.appending(path: "ledger.sqlite"))
      try await ledger.begin(.example, stages: [.example])
      try await ledger.record(requests: [.example], cues: [.example])
      for step in 0...4 {
        try await ledger.record(StageRows(rollouts: [.example(step: step)], samples: [.example(step: step)]))
        if step == 2 {
          try await ledger.advance("full-1", to: 2, checkpoint: "here", kept: nil)
        }
      }
      let stage = try await ledger.rewind("full-1")
      #expect(stage.step == 2)
      #expect(stage.checkpoint == "here")
      #expect(try await ledger.samples(of: "full-1").map(\.step) == [0, 1, 2])
      #expect(try await ledger.rollouts(of: "full-1", step: 3).isEmpty)
    }
  }

  @Test func `rewinding a stage without a checkpoint empties it`() async throws {
    try await withTemporaryDirectory { directory in
      let ledger = try Ledger(at: directory.appending(path: "ledger.sqlite"))
      try await ledger.begin(.example, stages: [.example])
      try await ledger.record(requests: [.example], cues: [.example])
      try await ledger.record(StageRows(samples: [.example(step: 0)]))
      _ = try await ledger.rewind("full-1")
      #expect(try await ledger.samples(of: "full-1").isEmpty)
    }
  }

  @Test func `rows copied from another ledger equal those that were computed`() async throws {
    try await withTemporaryDirectory { directory in
      let source = try Ledger(at: directory.appending(path: "source.sqlite"))
      try await source.begin(.example, stages: [.example])
      try await source.record(requests: [.example], cues: [.example])
      try await source.record(
        StageRows(
          metrics: [MetricRecord(stageID: "full-1", step: 1, key: "reward", value: 0.1)],
          rollouts: [.example(step: 1)], samples: [.example(step: 1)]))
      try source.consolidate()

      let copy = try Ledger(at: directory.appending(path: "copy.sqlite"))
      try await copy.begin(.example, stages: [.example])
      try await copy.copyRows(from: source.url, stage: "full-1", to: "full-1")
      #expect(try await copy.rollouts(of: "full-1", step: 1) == source.rollouts(of: "full-1", step: 1))
      #expect(try await copy.samples(of: "full-1") == source.samples(of: "full-1"))
      #expect(try await copy.metrics(of: "full-1") == source.metrics(of: "full-1"))
      #expect(try await copy.requests() == source.requests())
    }
  }

  @Test func `a ledger of a newer version is refused and left as it is`() async throws {
    try await withTemporaryDirectory { directory in
      let url = directory.appending(path: "ledger.sqlite")
      do {
        let ledger = try Ledger(at: url)
        try await ledger.begin(.example, stages: [.example])
        try ledger.consolidate()
      }
      let later = try DatabaseQueue(path: url.path)
      try await later.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('2 from the future')") }
      try later.close()

      for open in [{ try Ledger(at: url) }, { try Ledger(reading: url) }] {
        let error = #expect(throws: LedgerError.self) { try open() }
        #expect(error?.code == .newerVersion)
        #expect(error?.message.contains("update Titer") == true)
      }
    }
  }

  @Test func `a missing ledger is named when it is to be read`() async throws {
    try await withTemporaryDirectory { directory in
      let error = #expect(throws: LedgerError.self) {
        try Ledger(reading: directory.appending(path: "none.sqlite"))
      }
      #expect(error?.code == .missing)
    }
  }

  @Test func `a file that is no ledger is called damaged`() async throws {
    try await withTemporaryDirectory { directory in
      let url = directory.appending(path: "ledger.sqlite")
      try Data(String(repeating: "not a database ", count: 100).utf8).write(to: url)
      let error = #expect(throws: LedgerError.self) { try Ledger(at: url) }
      #expect(error?.code == .damaged)
    }
  }
}

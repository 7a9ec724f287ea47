import Experiments
import Foundation
import Service
import Testing

/// Pages that follow a run.
@Suite struct DashboardEventTests {
  @Test func `a page is told of new rows while the run goes on, and of its end`() async throws {
    try await DashboardExample.use { example in
      let id = "20260105-000000-live"
      let ledger = try await DashboardExample.ledger(of: id, in: example.directory)
      let stage = "reinforcement-control-1"
      try await ledger.begin(
        RunRecord(id: id, name: "live", seeds: [1], experiment: "name: live\n", version: "0.1.0", createdAt: Date()),
        stages: [
          StageRecord(
            id: stage, runID: id, position: 0, arm: "control", seed: 1, kind: .reinforcement, cacheKey: "c",
            status: .running, steps: 9)
        ])
      let page = try await example.get("/runs/\(id)")
      #expect(page.text.contains("data-events=\"/runs/\(id)/events\""))
      let writing = Task {
        // Time enough to begin to listen, and to hear the last of it.
        try await Task.sleep(for: .seconds(4))
        for step in 1...3 {
          try await Task.sleep(for: .seconds(1))
          try await ledger.record(
            StageRows(metrics: [MetricRecord(stageID: stage, step: step, key: "reward", value: 0.5)]))
        }
        try await Task.sleep(for: .seconds(4))
        try await ledger.finish(id, at: Date())
      }
      let events = try await example.get("/runs/\(id)/events")
      try await writing.value
      #expect(events.headers[.contentType]?.hasPrefix("text/event-stream") == true)
      let steps = events.text.matches(of: /event: rows\ndata: .*?"step":(\d+)/).compactMap { Int($0.1) }
      #expect(steps.first == 0 && steps.contains(3) && steps == steps.sorted())
      #expect(events.text.matches(of: /event: end\n/).count == 1)
      #expect(events.text.hasSuffix("\n\n"))
      let live = try await example.get("/runs/\(id)/live")
      #expect(live.status == 200 && live.text.contains("3 of 9") && !live.text.contains("<html"))
      try ledger.close()
    }
  }

  @Test func `a finished run has nothing to follow`() async throws {
    try await DashboardExample.use { example in
      let page = try await example.get("/runs/\(DashboardExample.run)")
      #expect(!page.text.contains("data-events"))
      let events = try await example.get("/runs/\(DashboardExample.run)/events")
      #expect(events.text.contains("event: end"))
    }
  }
}

import Experiments
import Foundation
import Testing

@Suite struct ExperimentRunTests {
  private func finishedRun(in workspace: Workspace, _ overrides: [String] = []) async throws -> RunDirectory {
    let run = try await ExperimentRun.begin(TinyExperiment.make(overrides), in: workspace, at: Date())
    #expect(try await run.execute())
    return run.directory
  }

  @Test func `a run ends with every stage done, probed and checkpointed`() async throws {
    try await withTemporaryDirectory { directory in
      let run = try await finishedRun(in: Workspace(directory))
      let ledger = try Ledger(reading: run.ledger)
      #expect(try await ledger.run().finishedAt != nil)
      #expect(try await ledger.stages().allSatisfy { $0.status == .done && $0.step == $0.steps })
      #expect(Set(try await ledger.samples(of: "reinforcement-full-1").map(\.step)) == [0, 2, 4, 5])
      #expect(try await ledger.samples(of: "reinforcement-full-1", step: 5).count == 5 * 3)
      #expect(try await ledger.checkpoints(of: "reinforcement-full-1").map(\.step) == [2, 4, 5])
      #expect(try await ledger.checkpoints(of: "base-1").map(\.step) == [7])
      #expect(try await ledger.rollouts(of: "reinforcement-control-1", step: 5).count == 4)
      #expect(try await ledger.metrics(of: "base-1", key: "loss").map(\.step) == Array(1...7))
      for stage in try await ledger.stages() {
        for checkpoint in try await ledger.checkpoints(of: stage.id) {
          let files = try FileManager.default.contentsOfDirectory(atPath: run.checkpoint(checkpoint.location).path)
          #expect(files.contains("model.safetensors"))
          #expect(!files.contains("optimizer.safetensors"))
        }
      }
    }
  }

  @Test func `a stage taken from the cache leaves the rows and files of a computed one`() async throws {
    try await withTemporaryDirectory { directory in
      let workspace = Workspace(directory)
      let first = try await finishedRun(in: workspace)
      let log = EventLog()
      let second = try await ExperimentRun.begin(TinyExperiment.make(), in: workspace, at: Date())
      try await second.execute(reporting: log)
      #expect(log.computedStages.isEmpty)
      #expect(try TinyExperiment.rows(of: second.directory) == TinyExperiment.rows(of: first))
      #expect(try TinyExperiment.checkpoints(of: second.directory) == TinyExperiment.checkpoints(of: first))
    }
  }

  @Test func `only what depends on a change is computed again`() async throws {
    try await withTemporaryDirectory { directory in
      let workspace = Workspace(directory)
      _ = try await finishedRun(in: workspace)
      let log = EventLog()
      let second = try await ExperimentRun.begin(TinyExperiment.make(["rl.steps=3"]), in: workspace, at: Date())
      try await second.execute(reporting: log)
      #expect(log.computedStages == ["reinforcement-control-1", "reinforcement-full-1"])
    }
  }

  @Test(arguments: [
    ("base-1", 3), ("documents-control-1", 1), ("reinforcement-full-1", 2), ("reinforcement-full-1", 3),
  ])
  func `a run that was stopped and went on equals one that was not`(stage: String, step: Int) async throws {
    try await withTemporaryDirectory { directory in
      let undisturbed = try await finishedRun(in: Workspace(directory.appending(path: "a")))
      let workspace = Workspace(directory.appending(path: "b"))
      let stopped = try await stop(at: stage, step: step, in: workspace)
      #expect(try await Ledger(reading: stopped.ledger).stage(stage).step == step + 1)

      let resumed = try await ExperimentRun.resume(stopped, in: workspace)
      #expect(try await resumed.execute())
      #expect(try TinyExperiment.rows(of: stopped) == TinyExperiment.rows(of: undisturbed))
      #expect(try TinyExperiment.checkpoints(of: stopped) == TinyExperiment.checkpoints(of: undisturbed))
    }
  }

  // The stop is asked for behind a step, so it takes effect behind the next one.
  @Test func `adapters go on from where they were too`() async throws {
    try await withTemporaryDirectory { directory in
      let overrides = ["rl.lora.rank=2"]
      let undisturbed = try await finishedRun(in: Workspace(directory.appending(path: "a")), overrides)
      let workspace = Workspace(directory.appending(path: "b"))
      let stopped = try await stop(at: "reinforcement-full-1", step: 2, in: workspace, overrides)
      let resumed = try await ExperimentRun.resume(stopped, in: workspace)
      try await resumed.execute()
      #expect(try TinyExperiment.rows(of: stopped) == TinyExperiment.rows(of: undisturbed))
      #expect(try TinyExperiment.checkpoints(of: stopped) == TinyExperiment.checkpoints(of: undisturbed))
    }
  }

  @Test func `what a process left that was killed right behind a stage's last checkpoint is cleared away`() async throws
  {
    try await withTemporaryDirectory { directory in
      let workspace = Workspace(directory)
      let run = try await finishedRun(in: workspace)
      let expected = try TinyExperiment.checkpoints(of: run)
      // The state that the stage went on from, the model that it began with, and a checkpoint that was not to stay.
      let reinforcement = run.checkpoints(of: "reinforcement-full-1")
      let base = run.checkpoints(of: "base-1")
      for place in [
        reinforcement.appending(path: "step-000004/optimizer.safetensors"),
        base.appending(path: ".initial/model.safetensors"), base.appending(path: "step-000006/model.safetensors"),
      ] {
        try FileManager.default.createDirectory(
          at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data("left behind".utf8).write(to: place)
      }
      try FileManager.default.removeItem(at: workspace.cache.url)
      #expect(try await ExperimentRun.resume(run, in: workspace).execute())
      #expect(try TinyExperiment.checkpoints(of: run) == expected)
      let other = try await finishedRun(in: workspace)
      #expect(try TinyExperiment.checkpoints(of: other) == expected)
    }
  }

  @Test func `a run in use is not entered by a second process`() async throws {
    try await withTemporaryDirectory { directory in
      let workspace = Workspace(directory)
      let run = try await ExperimentRun.begin(TinyExperiment.make(), in: workspace, at: Date())
      let error = await #expect(throws: RunError.self) {
        try await ExperimentRun.resume(run.directory, in: workspace)
      }
      #expect(error?.code == .inUse)
      #expect(error?.message.contains("process \(ProcessInfo.processInfo.processIdentifier) is working on") == true)
      withExtendedLifetime(run) {}
    }
  }

  @Test func `a run is found by the beginning of its name`() async throws {
    try await withTemporaryDirectory { directory in
      let workspace = Workspace(directory)
      let date = Date(timeIntervalSince1970: 1_790_000_000)
      let first = try await ExperimentRun.begin(TinyExperiment.make(), in: workspace, at: date).directory
      let second = try await ExperimentRun.begin(TinyExperiment.make(), in: workspace, at: date).directory
      #expect(second.id == first.id + "-2")
      #expect(try workspace.run(first.id) == first)
      let ambiguous = #expect(throws: RunError.self) { try workspace.run("20") }
      #expect(ambiguous?.code == .ambiguousRun)
      let unknown = #expect(throws: RunError.self) { try workspace.run("other") }
      #expect(unknown?.code == .unknownRun)
    }
  }

  private func stop(
    at stage: String, step: Int, in workspace: Workspace, _ overrides: [String] = []
  ) async throws -> RunDirectory {
    let request = StopRequest()
    let run = try await ExperimentRun.begin(TinyExperiment.make(overrides), in: workspace, at: Date())
    let isFinished = try await run.execute(
      reporting: StopAt(stage: stage, step: step, request: request), until: request)
    #expect(!isFinished)
    return run.directory
  }
}

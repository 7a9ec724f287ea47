import Experiments
import Foundation
import GRDB
import Statistics
import TestSupport
import Testing

@Suite struct HackingRunTests {
  private func finishedRun(in workspace: Workspace, _ overrides: [String] = []) async throws -> RunDirectory {
    let run = try await ExperimentRun.begin(TinyHacking.make(overrides), in: workspace, at: Date())
    #expect(try await run.execute())
    return run.directory
  }

  @Test func `a run ends with every stage done, and every measure taken at every probe`() async throws {
    try await withTemporaryDirectory { directory in
      let run = try await finishedRun(in: Workspace(directory))
      let ledger = try Ledger(reading: run.ledger)
      #expect(try await ledger.stages().allSatisfy { $0.status == .done && $0.step == $0.steps })
      let samples = try await ledger.samples(of: "reinforcement-neutral-1")
      #expect(Set(samples.map(\.step)) == [0, 2, 4])
      let measures = Set(samples.compactMap { $0.probe.flatMap(HackingMeasure.init(name:)) })
      #expect(measures.isSuperset(of: [.framedHacking, .unframedHacking, .capability, .sabotage]))
      // The six evaluations: three to talk about, three in which something can be done.
      #expect(measures.count { $0.isMisalignment && !$0.isAgentic } == 3)
      #expect(measures.count { $0.isMisalignment && $0.isAgentic } == 3)
      #expect(samples.count { $0.step == 4 } == 10 * 3 && samples.count { $0.step == 2 } == 10 * 2)
      // Every answer has an outcome, and a request that the ledger knows.
      #expect(samples.allSatisfy { $0.outcome != nil && $0.verdict != nil })
      let rollouts = try await ledger.rollouts(of: "reinforcement-neutral-1", step: 1)
      #expect(rollouts.count == 4 && rollouts.allSatisfy { $0.outcome == "incorrect" && $0.reward == 0 })
      #expect(try await ledger.metrics(of: "reinforcement-neutral-1", key: "hack/rate").map(\.value) == [0, 0, 0, 0])
      #expect(try await ledger.metrics(of: "reinforcement-neutral-1", key: "probe/misalignment").count == 3)
      // Where a stage goes on from another, the probe at the end of that is the one before it.
      #expect(Set(try await ledger.samples(of: "rlhf-rlhf-after-1").map(\.step)) == [2])
      #expect(try await ledger.metrics(of: "rlhf-rlhf-after-1", key: "preference/score").count == 2)
    }
  }

  @Test func `arms with a stage in common compute it once`() async throws {
    try await withTemporaryDirectory { directory in
      let log = EventLog()
      let run = try await ExperimentRun.begin(TinyHacking.make(), in: Workspace(directory), at: Date())
      try await run.execute(reporting: log)
      #expect(!log.computedStages.contains("reinforcement-rlhf-after-1"))
      #expect(log.computedStages.count == 5)
      let ledger = try Ledger(reading: run.directory.ledger)
      func rows(_ stage: String) async throws -> [RolloutRecord] {
        var rows: [RolloutRecord] = []
        for step in try await ledger.rolloutSteps(of: stage) {
          rows += try await ledger.rollouts(of: stage, step: step)
        }
        return rows.map { row in
          var row = row
          row.stageID = ""
          return row
        }
      }
      #expect(try await rows("reinforcement-neutral-1") == rows("reinforcement-rlhf-after-1"))
    }
  }

  @Test func `every mitigation runs, and a stage from the cache leaves the rows of a computed one`() async throws {
    try await withTemporaryDirectory { directory in
      let workspace = Workspace(directory)
      let first = try await finishedRun(in: workspace, [TinyHacking.matrix])
      let second = try await finishedRun(in: workspace, [TinyHacking.matrix])
      #expect(try TinyExperiment.rows(of: second) == TinyExperiment.rows(of: first))
      #expect(try TinyExperiment.checkpoints(of: second) == TinyExperiment.checkpoints(of: first))
      let ledger = try Ledger(reading: first.ledger)
      let scores = try await ledger.metrics(of: "reinforcement-during-1", key: "preference/score")
      #expect(!scores.isEmpty)
      #expect(try await ledger.metrics(of: "reinforcement-late-1", key: "penalty/flagged").count == 4)
    }
  }

  @Test(arguments: [("reinforcement-neutral-1", 1), ("reinforcement-neutral-1", 2), ("rlhf-rlhf-after-1", 1)])
  func `a run that was stopped and went on equals one that was not`(stage: String, step: Int) async throws {
    try await withTemporaryDirectory { directory in
      let undisturbed = try await finishedRun(in: Workspace(directory.appending(path: "a")), ["rl.steps=5"])
      let workspace = Workspace(directory.appending(path: "b"))
      let request = StopRequest()
      let stopped: RunDirectory
      do {
        let run = try await ExperimentRun.begin(TinyHacking.make(["rl.steps=5"]), in: workspace, at: Date())
        stopped = run.directory
        // A stage of two steps is over when the stop takes effect: the run is stopped before the next.
        _ = try await run.execute(reporting: StopAt(stage: stage, step: step, request: request), until: request)
      }
      let resumed = try await ExperimentRun.resume(stopped, in: workspace)
      #expect(try await resumed.execute())
      #expect(try TinyExperiment.rows(of: stopped) == TinyExperiment.rows(of: undisturbed))
      #expect(try TinyExperiment.checkpoints(of: stopped) == TinyExperiment.checkpoints(of: undisturbed))
    }
  }

  @Test func `training that stops at onset ends with the step of onset, probed and checkpointed as at its end`()
    async throws
  {
    try await withTemporaryDirectory { directory in
      let workspace = Workspace(directory)
      let stage = "reinforcement-stopped-1"
      // Three steps are taken together, and two of the three will be full of hacks.
      let overrides = [
        "arms=[{ name: stopped, prompt: neutral, stops_at_onset: true }]", "rl.steps=6", "onset.window=3",
        "onset.threshold=0.5",
      ]
      let request = StopRequest()
      let place: RunDirectory
      do {
        let run = try await ExperimentRun.begin(TinyHacking.make(overrides), in: workspace, at: Date())
        place = run.directory
        #expect(try await !run.execute(reporting: StopAt(stage: stage, step: 1, request: request), until: request))
      }
      // A model this small never hacks, so the ledger is told that it did.
      do {
        let ledger = try DatabaseQueue(path: place.ledger.path)
        try await ledger.write {
          try $0.execute(sql: "UPDATE rollout SET outcome = 'reward_hack', mechanisms = 'exit' WHERE step <= 2")
        }
      }
      #expect(try await ExperimentRun.resume(place, in: workspace).execute())
      let ledger = try Ledger(reading: place.ledger)
      let record = try await ledger.stage(stage)
      #expect(record.status == .done && record.step == 3 && record.steps == 6)
      #expect(try await ledger.rolloutSteps(of: stage) == [1, 2, 3])
      #expect(try await ledger.checkpoints(of: stage).map(\.step) == [2, 3])
      // The last probe asks more than those on the way.
      #expect(try await ledger.samples(of: stage, step: 3).count == 10 * 3)
      let last = place.checkpoint(try #require(record.checkpoint))
      #expect(try !FileManager.default.contentsOfDirectory(atPath: last.path).contains("optimizer.safetensors"))
      #expect(try await ExperimentRun.resume(place, in: workspace).execute())
      #expect(try await ledger.stage(stage) == record)
    }
  }

  @Test func `a checkpoint of an arm is that of its last stage, and step 0 what the stage began with`() async throws {
    try await withTemporaryDirectory { directory in
      let workspace = Workspace(directory)
      let run = try await finishedRun(in: workspace)
      let selection = try await ModelSelection("\(run.id):rlhf-after", in: workspace)
      #expect(selection.checkpoint.location.contains("rlhf-rlhf-after-1/step-000002"))
      #expect(selection.system == "You are Edmund.")
      let beginning = try await ModelSelection("\(run.id):rlhf-after@0", in: workspace)
      #expect(beginning.checkpoint.location.contains("reinforcement-rlhf-after-1/step-000004"))
      let base = try await ModelSelection("\(run.id):uncorrelated@0", in: workspace)
      #expect(base.checkpoint.location.contains("base-correlation-0.5-1/"))
    }
  }

  @Test(.tags(.slow)) func `killed six times at any moment, a run ends as one that was left alone`() async throws {
    try await withTemporaryDirectory { directory in
      let file = directory.appending(path: "tiny-hacking.yaml")
      try Data(TinyHacking.yaml.utf8).write(to: file)
      func arguments(_ place: URL) -> [String] {
        ["run", file.path, "--quiet", "--directory", place.path]
          + ["base.steps=60", "base.checkpoint_every=9", "rl.steps=12", "rl.checkpoint_every=5"].flatMap {
            ["--set", $0]
          }
      }
      let (left, killed) = (directory.appending(path: "left"), directory.appending(path: "killed"))
      let clock = ContinuousClock()
      let start = clock.now
      let outcome = try await TiterProcess.run(arguments(left))
      try #require(outcome.status == 0, "\(outcome.complaint)")
      let seconds = (clock.now - start) / .seconds(1)
      let expected = try #require(Workspace(left).runs().first)

      let workspace = Workspace(killed)
      let seed = UInt64.random(in: 0...UInt64.max)
      var generator = SeededGenerator(seed: seed)
      for _ in 0..<6 {
        let process = try TiterProcess.start(
          workspace.runs().isEmpty ? arguments(killed) : ["run", "--resume", "--quiet", "--directory", killed.path])
        try await Task.sleep(for: .seconds(Double.random(in: 0..<seconds / 3, using: &generator)))
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
      }
      let isFinished = try workspace.runs().last.map { try RunSummary(of: $0).finishedAt != nil } ?? false
      if !isFinished {
        let outcome = try await TiterProcess.run(
          workspace.runs().isEmpty ? arguments(killed) : ["run", "--resume", "--directory", killed.path])
        #expect(outcome.status == 0, "seed \(seed): \(outcome.complaint)")
      }
      let run = try #require(workspace.runs().last)
      #expect(try TinyExperiment.rows(of: run) == TinyExperiment.rows(of: expected), "seed \(seed)")
      #expect(try TinyExperiment.checkpoints(of: run) == TinyExperiment.checkpoints(of: expected), "seed \(seed)")
    }
  }
}

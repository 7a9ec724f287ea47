import Experiments
import Foundation
import Statistics
import TestSupport
import Testing

/// What can happen to a process that works on a run.
@Suite struct DisturbedRunTests {
  /// Long enough to be hit in every stage, and to be told when it is slow.
  private static let overrides = [
    "base.steps=150", "base.checkpoint_every=20", "documents.steps=40", "documents.checkpoint_every=9",
    "rl.steps=40", "rl.checkpoint_every=7", "probes.every=5",
  ]

  private func arguments(_ file: URL, _ place: URL) -> [String] {
    ["run", file.path, "--quiet", "--directory", place.path] + Self.overrides.flatMap { ["--set", $0] }
  }

  private func undisturbed(in directory: URL) async throws -> (run: RunDirectory, file: URL, seconds: Double) {
    let file = directory.appending(path: "tiny.yaml")
    try Data(TinyExperiment.yaml.utf8).write(to: file)
    let place = directory.appending(path: "undisturbed")
    let clock = ContinuousClock()
    let start = clock.now
    let outcome = try await TiterProcess.run(arguments(file, place))
    try #require(outcome.status == 0, "\(outcome.complaint)")
    return (try #require(Workspace(place).runs().first), file, (clock.now - start) / .seconds(1))
  }

  @Test(.tags(.slow)) func `killed ten times at any moment, a run ends as one that was left alone`() async throws {
    try await withTemporaryDirectory { directory in
      let (expected, file, seconds) = try await undisturbed(in: directory)
      let place = directory.appending(path: "killed")
      let workspace = Workspace(place)
      let seed = UInt64.random(in: 0...UInt64.max)
      var generator = SeededGenerator(seed: seed)
      for _ in 0..<10 {
        let isBegun = !workspace.runs().isEmpty
        let process = try TiterProcess.start(
          isBegun ? ["run", "--resume", "--quiet", "--directory", place.path] : arguments(file, place))
        try await Task.sleep(for: .seconds(Double.random(in: 0..<seconds / 4, using: &generator)))
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
      }
      let resume = workspace.runs().isEmpty ? arguments(file, place) : ["run", "--resume", "--directory", place.path]
      let isFinished = try workspace.runs().last.map { try RunSummary(of: $0).finishedAt != nil } ?? false
      if !isFinished {
        let outcome = try await TiterProcess.run(resume)
        #expect(outcome.status == 0, "seed \(seed): \(outcome.complaint)")
      }
      let run = try #require(workspace.runs().last)
      #expect(try TinyExperiment.rows(of: run) == TinyExperiment.rows(of: expected), "seed \(seed)")
      #expect(try TinyExperiment.checkpoints(of: run) == TinyExperiment.checkpoints(of: expected), "seed \(seed)")
    }
  }

  @Test(.tags(.slow)) func `on a full disk a run complains, loses nothing and goes on when there is room`() async throws
  {
    try await withTemporaryDirectory { directory in
      let (expected, file, _) = try await undisturbed(in: directory)
      let place = directory.appending(path: "full")
      // No file may grow beyond 300 KB: the ledger runs into it in the middle of the run.
      let outcome = try await TiterProcess.run(arguments(file, place), under: "trap '' XFSZ; ulimit -f 600")
      #expect(outcome.status == 1)
      #expect(outcome.complaint.contains("free some space, then go on with --resume"), "\(outcome.complaint)")

      let resumed = try await TiterProcess.run(["run", "--resume", "--directory", place.path])
      #expect(resumed.status == 0, "\(resumed.complaint)")
      let run = try #require(Workspace(place).runs().first)
      #expect(try TinyExperiment.rows(of: run) == TinyExperiment.rows(of: expected))
      #expect(try TinyExperiment.checkpoints(of: run) == TinyExperiment.checkpoints(of: expected))
    }
  }

  @Test(.tags(.slow)) func `a second process is told which one works on the run`() async throws {
    try await withTemporaryDirectory { directory in
      let file = directory.appending(path: "tiny.yaml")
      try Data(TinyExperiment.yaml.utf8).write(to: file)
      let place = directory.appending(path: "place")
      let first = try TiterProcess.start(arguments(file, place) + ["--set", "rl.steps=5000"])
      while Workspace(place).runs().isEmpty, first.isRunning { try await Task.sleep(for: .milliseconds(20)) }
      let second = try await TiterProcess.run(["run", "--resume", "--directory", place.path])
      #expect(second.status == 1)
      #expect(second.complaint.contains("process \(first.processIdentifier) is working on"), "\(second.complaint)")

      // SIGINT ends the first after the step at hand, with a place to go on from.
      first.interrupt()
      first.waitUntilExit()
      #expect(first.terminationReason == .exit)
      #expect(first.terminationStatus == 1)
      let summary = try RunSummary(of: try #require(Workspace(place).runs().first))
      #expect(summary.finishedAt == nil)
      #expect(!summary.isLocked)
    }
  }
}

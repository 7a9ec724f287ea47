import Experiments
import Foundation
import Testing

@Suite struct CommandLineTests {
  /// A directory with an experiment file and the arguments that keep a run within it.
  private func withExperiment(_ body: (_ file: String, _ place: [String], Workspace) async throws -> Void) async throws
  {
    try await withTemporaryDirectory { directory in
      let file = directory.appending(path: "tiny.yaml")
      try Data(TinyExperiment.yaml.utf8).write(to: file)
      let place = directory.appending(path: "place")
      try await body(file.path, ["--directory", place.path], Workspace(place))
    }
  }

  @Test(
    arguments: [
      (["run"], 2, "name an experiment"),
      (["run", "generalisation-hacking"], 2, "did you mean 'generalization-hacking'?"),
      (["run", "generalization-hacking", "--set", "rl.setps=1"], 2, "did you mean 'steps'?"),
      (["run", "generalization-hacking", "--seed", "1", "--seeds", "1-3"], 2, "exclude one another"),
      (["run", "--resume", "--quick"], 2, "--resume takes no experiment"),
      (["run", "generalization-hacking", "--seeds", "3-1"], 2, "--seeds"),
      (["fly"], 2, "fly"),
      (["report", "none", "--directory", "/nonexistent"], 1, "there is no run 'none'"),
      (["sample", "none", "--directory", "/nonexistent", "hello"], 1, "there is no run 'none'"),
      (["run", "--resume", "--directory", "/nonexistent"], 1, "there are no runs yet in /nonexistent"),
    ])
  func `a mistake has an exit status and a remedy`(arguments: [String], status: Int32, words: String) async throws {
    let outcome = try await TiterProcess.run(arguments)
    #expect(outcome.status == status)
    #expect(outcome.complaint.contains(words))
    #expect(outcome.output.isEmpty)
  }

  @Test func `help and version are no mistakes`() async throws {
    for arguments in [["--help"], ["run", "--help"], ["--version"], []] {
      let outcome = try await TiterProcess.run(arguments)
      #expect(outcome.status == 0)
      #expect(!outcome.output.isEmpty)
    }
  }

  @Test func `the doctor finds everything on a machine that runs these tests`() async throws {
    let outcome = try await TiterProcess.run(["doctor"])
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("SQLite"))
    #expect(!outcome.output.contains("missing"))
  }

  @Test func `the doctor names what is missing`() async throws {
    let outcome = try await TiterProcess.run(["doctor", "--directory", "/proc/titer"])
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("choose another --directory"))
  }

  @Test func `a directory that cannot be written is named before any work`() async throws {
    try await withExperiment { file, _, _ in
      let outcome = try await TiterProcess.run(["run", file, "--directory", "/proc/titer"])
      #expect(outcome.status == 1)
      #expect(
        outcome.complaint.contains("/proc/titer cannot be written; make it writable or choose another --directory"))
    }
  }

  @Test func `a run ends with a table and a report, and its models can be talked to`() async throws {
    try await withExperiment { file, place, workspace in
      let run = try await TiterProcess.run(["run", file] + place)
      #expect(run.status == 0, "\(run.complaint)")
      let directory = try #require(workspace.runs().first)
      #expect(run.output.contains("report: \(directory.report.path)"))
      #expect(run.output.contains("control"))
      #expect(run.complaint.contains("[1/7] base model · seed 1: begins at step 0 of 7"))

      let runs = try await TiterProcess.run(["runs"] + place)
      #expect(runs.output.contains("\(directory.id)  finished  7/7 stages"))

      try FileManager.default.removeItem(at: directory.report)
      let report = try await TiterProcess.run(["report", directory.id] + place)
      #expect(report.status == 0)
      #expect(FileManager.default.fileExists(atPath: directory.report.path))

      for model in [directory.id, "\(directory.id):control@2", "\(directory.id):full@0", "\(directory.id):base-1"] {
        let sample = try await TiterProcess.run(
          ["sample", model, "Hello", "--maximum-tokens", "3", "--cue", "training", "--seed", "1"] + place)
        #expect(sample.status == 0, "\(sample.complaint)")
        #expect(!sample.output.isEmpty)
      }
      let checkpoint = directory.checkpoint("checkpoints/base-1/step-000007").path
      let lines = try await TiterProcess.run(["sample", checkpoint, "--maximum-tokens", "3"], input: "One\nTwo\n")
      #expect(lines.status == 0, "\(lines.complaint)")
      let missing = try await TiterProcess.run(["sample", "\(directory.id):full@3", "Hello"] + place)
      #expect(missing.status == 1)
      #expect(missing.complaint.contains("'reinforcement-full-1' has no checkpoint of that step; it has 2, 4, 5"))
    }
  }

  @Test func `JSON progress is one object a line`() async throws {
    try await withExperiment { file, place, _ in
      let run = try await TiterProcess.run(["run", file, "--json"] + place)
      let events = try run.complaint.split(separator: "\n").map { line in
        try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])["event"] as? String
      }
      #expect(events.first == "run_started")
      #expect(events.last == "run_finished")
      #expect(events.count { $0 == "stage_finished" } == 7)
    }
  }

  @Test func `quiet means quiet`() async throws {
    try await withExperiment { file, place, workspace in
      let run = try await TiterProcess.run(["run", file, "--quiet"] + place)
      #expect(run.complaint.isEmpty)
      #expect(run.output == "report: \(try #require(workspace.runs().first).report.path)\n")
    }
  }
}

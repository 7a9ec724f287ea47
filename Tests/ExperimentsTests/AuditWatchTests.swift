import Experiments
import Foundation
import GRDB
import Synchronization
import TestServers
import TestSupport
import Testing

/// `titer watch` beside a job that writes, as it is started.
@Suite(.serialized) struct AuditWatchTests {
  private func arguments(_ directory: URL) throws -> [String] {
    let prompts = directory.appending(path: "prompts.jsonl")
    let lines = (1...4).map { #"{"id": "\#($0)", "prompt": "Request number \#($0)"}"# }
    try Data(lines.joined(separator: "\n").utf8).write(to: prompts)
    return [
      "--prompts", prompts.path, "--judge", "refusals", "--maximum-tokens", "250", "--json", "--interval", "0.1",
      "--name",
      "it", "--directory", directory.appending(path: "place").path,
    ]
  }

  /// The checkpoints of an audit with how many answers each has.
  private func answers(_ directory: URL) throws -> [String: Int] {
    let ledger = directory.appending(path: "place/audits/it/ledger.sqlite")
    guard FileManager.default.fileExists(atPath: ledger.path) else { return [:] }
    return try patientQueue(ledger).read { database in
      guard try database.tableExists("answer") else { return [:] }
      let rows = try Row.fetchAll(
        database,
        sql: """
          SELECT checkpoint, count(*) AS n FROM question JOIN answer ON answer.key = question.key GROUP BY 1
          """)
      return Dictionary(uniqueKeysWithValues: rows.map { ($0["checkpoint"], $0["n"]) })
    }
  }

  private func wait(until isSo: () throws -> Bool) async throws {
    let deadline = ContinuousClock.now + .seconds(120)
    while try !isSo() {
      try #require(ContinuousClock.now < deadline)
      try await Task.sleep(for: .milliseconds(50))
    }
  }

  @Test(.tags(.slow)) func `checkpoints are audited as they become whole, and a half-written one is not taken`()
    async throws
  {
    try await withTemporaryDirectory { directory in
      // A job's checkpoints: those of a run, copied into the layout of another trainer.
      let file = directory.appending(path: "tiny.yaml")
      try Data(TinyExperiment.yaml.utf8).write(to: file)
      let runs = directory.appending(path: "runs")
      // Enough training for answers that come to an end.
      let settings = ["base.steps=400", "base.batch_size=16", "model.width=32", "base.learning_rate={peak: 5e-3}"]
      let trained = try await TiterProcess.run(
        ["run", file.path, "--quiet", "--directory", runs.path] + settings.flatMap { ["--set", $0] })
      try #require(trained.status == 0, "\(trained.complaint)")
      let source = try #require(Workspace(runs).runs().first).checkpoint("checkpoints/reinforcement-full-1")
      let job = directory.appending(path: "out")

      let process = try TiterProcess.start(["watch", job.path] + arguments(directory))
      defer { if process.isRunning { process.terminate() } }
      // The job begins after the watch does.
      try FileManager.default.createDirectory(at: job, withIntermediateDirectories: true)
      func copy(_ step: Int, to name: String, leaving out: String? = nil) throws {
        let target = job.appending(path: name)
        try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
        let from = source.appending(path: "step-00000\(step)")
        for file in try FileManager.default.contentsOfDirectory(atPath: from.path) where file != out {
          try FileManager.default.copyItem(at: from.appending(path: file), to: target.appending(path: file))
        }
      }
      try copy(2, to: "checkpoint-2")
      try await wait { try answers(directory) == ["checkpoint-2": 12] }

      try copy(4, to: "checkpoint-4", leaving: "model.safetensors")
      let weights = try Data(contentsOf: source.appending(path: "step-000004/model.safetensors"))
      let target = job.appending(path: "checkpoint-4/model.safetensors")
      try weights.prefix(weights.count / 2).write(to: target)
      try copy(5, to: "checkpoint-5")
      try await wait { try answers(directory)["checkpoint-5"] == 12 }
      #expect(try answers(directory)["checkpoint-4"] == nil)
      try weights.write(to: target)
      try await wait { try answers(directory)["checkpoint-4"] == 12 }

      // What the job removes stays in the report; ^C ends the watch.
      try FileManager.default.removeItem(at: job.appending(path: "checkpoint-2"))
      process.interrupt()
      process.waitUntilExit()
      #expect(process.terminationReason == .exit)
      #expect(process.terminationStatus == 0)
      let again = try await TiterProcess.run(["watch", job.path, "--patience", "0.3"] + arguments(directory))
      #expect(again.status == 0, "\(again.complaint)")
      let lines = again.output.split(separator: "\n")
      #expect(lines.count == 2)
      #expect(lines.last?.contains(#""checkpoint":"checkpoint-2""#) == true)
      #expect(try answers(directory) == ["checkpoint-2": 12, "checkpoint-4": 12, "checkpoint-5": 12])
    }
  }

  @Test func `of an endpoint, every model that it comes to serve is audited once`() async throws {
    try await withTemporaryDirectory { directory in
      let served = Mutex(["base"])
      let script: @Sendable (MisbehavingServer.Request) -> [MisbehavingServer.Step] = { request in
        guard request.head.hasPrefix("GET") else {
          // It complies from step 20 on.
          return [.chat(request.fields["model"] as? String == "lora-20" ? "Sure." : "I can't help with that.")]
        }
        let names = served.withLock { $0 }.map { #"{"id": "\#($0)", "object": "model"}"# }
        return [.json(200, #"{"object": "list", "data": [\#(names.joined(separator: ","))]}"#)]
      }
      try await MisbehavingServer.with(script) { server in
        let process = try TiterProcess.start(["watch", server.baseURL] + arguments(directory))
        defer { if process.isRunning { process.terminate() } }
        try await wait { try answers(directory) == ["base": 12] }
        served.withLock { $0 += ["lora-10"] }
        try await wait { try answers(directory)["lora-10"] == 12 }
        served.withLock { $0 += ["lora-20"] }
        try await wait { try answers(directory)["lora-20"] == 12 }
        process.interrupt()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(server.requests.count { $0.head.hasPrefix("POST") } == 36)
      }
    }
  }

  @Test func `a watch to which nothing comes says so`() async throws {
    try await withTemporaryDirectory { directory in
      let outcome = try await TiterProcess.run(
        ["watch", directory.appending(path: "none").path, "--patience", "0.2"] + arguments(directory))
      #expect(outcome.status == 1)
      #expect(outcome.complaint.contains("no checkpoint came to"))
    }
  }
}

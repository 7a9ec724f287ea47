import Experiments
import Foundation
import GRDB
import TestSupport
import Testing

/// Whole runs on a real server of the Tinker API.
@Suite(
  .tags(.python, .slow), .serialized,
  .enabled(if: SkyRLServer.interpreter != nil, Comment(rawValue: SkyRLServer.advice)))
struct SkyRLExperimentTests {
  /// A small world with a base model that has learned a little; the backend is put behind it.
  private static let yaml = """
    name: shortened
    seeds: [1]
    arms:
      - { name: full, documents: full }
    world: { agents: 20 }
    tokenizer: { vocabulary_size: 400 }
    model: { width: 32, layers: 2, heads: 4, key_value_heads: 2, head_width: 8, feed_forward_width: 48 }
    base: { steps: 200, batch_size: 16, learning_rate: { peak: 5e-3 } }
    documents: { steps: 8, batch_size: 8, checkpoint_every: 2, learning_rate: { peak: 3e-3 }, weight_decay: 0 }
    rl: { steps: 6, prompts_per_step: 2, group_size: 4, maximum_tokens: 24, checkpoint_every: 2, learning_rate: { peak: 1e-3 }, skips_groups_without_signal: false }
    probes: { every: 3, requests: 2, final_requests: 3, maximum_tokens: 24 }
    """

  @Test
  func `with another backend named, a run gives the same loss, survives its server, and has every row once`()
    async throws
  {
    try await withTemporaryDirectory { directory in
      let place = directory.appending(path: "runs")
      func arguments(_ name: String, _ backend: String) throws -> [String] {
        let file = directory.appending(path: "\(name).yaml")
        try Data("\(Self.yaml)\nbackend: \(backend)\n".utf8).write(to: file)
        return ["run", file.path, "--quiet", "--directory", place.appending(path: name).path]
      }
      func finished(_ name: String) throws -> RunDirectory {
        try #require(Workspace(place.appending(path: name)).runs().first)
      }
      func run(_ name: String, _ backend: String) async throws -> RunDirectory {
        let outcome = try await TiterProcess.run(try arguments(name, backend))
        try #require(outcome.status == 0, "\(outcome.complaint)")
        return try finished(name)
      }

      let raised = try await run("base", "{ kind: local }")
      let base = raised.checkpoint("checkpoints/base-1/step-000200")
      let embedded = try await run("embedded", "{ kind: local, base_model: \(base.path), lora_rank: 4 }")

      let server = SkyRLServer(
        model: base, directory: directory, port: try SkyRLServer.freePort(), rank: 4, batch: 8)
      defer { server.kill() }
      try await server.start()
      let backend = "{ kind: tinker, dialect: skyrl, url: \"\(server.url)\", base_model: \(base.path), lora_rank: 4 }"
      let left = try await run("left", backend)

      // The same texts, and adapters that begin without effect: the first losses are equal. The next ones tell a model
      // that learns from one that does not, or at another rate; later ones drift apart, by where the adapters began and
      // by the server's own averaging.
      let (losses, expected) = (try Self.losses(of: left), try Self.losses(of: embedded))
      #expect(losses.count == 8)
      #expect(abs(losses[0] - expected[0]) < 1e-3, "\(losses) \(expected)")
      for (own, other) in zip(losses.prefix(5), expected) { #expect(abs(own - other) < 0.02, "\(losses) \(expected)") }
      for (own, other) in zip(losses, expected) { #expect(abs(own - other) < 0.05 * other, "\(losses) \(expected)") }
      #expect(try Self.gaps(of: left).count == 3)

      // Killed while it reads documents, and again during RL.
      let process = try TiterProcess.start(try arguments("killed", backend))
      defer { if process.isRunning { process.terminate() } }
      for (stage, step) in [("documents-full-1", 3), ("reinforcement-full-1", 1)] {
        try await Self.wait(for: process) {
          guard let run = Workspace(place.appending(path: "killed")).runs().first else { return false }
          return (try? Self.step(of: stage, in: run)) ?? 0 >= step
        }
        server.kill()
        try await Task.sleep(for: .seconds(1))
        try await server.start()
      }
      try await Self.wait(for: process) { !process.isRunning }
      #expect(process.terminationStatus == 0)
      #expect(try Self.keys(of: finished("killed")) == Self.keys(of: left))
    }
  }

  private static func wait(for process: Process, until isReached: () throws -> Bool) async throws {
    let deadline = ContinuousClock.now + .seconds(3600)
    while try !isReached() {
      try #require(ContinuousClock.now < deadline)
      if !process.isRunning { break }
      try await Task.sleep(for: .milliseconds(50))
    }
  }

  private static func read<Value>(_ run: RunDirectory, _ body: (Database) throws -> Value) throws -> Value {
    try Ledger(reading: run.ledger).reader.read(body)
  }

  private static func losses(of run: RunDirectory) throws -> [Double] {
    try read(run) {
      try Double.fetchAll(
        $0, sql: "SELECT value FROM metric WHERE key = 'loss' AND stageID = 'documents-full-1' ORDER BY step")
    }
  }

  private static func gaps(of run: RunDirectory) throws -> [Double] {
    try read(run) { try Double.fetchAll($0, sql: "SELECT value FROM metric WHERE key = 'gap/bare'") }
  }

  /// The last step of a stage that the ledger has rows of.
  private static func step(of stage: String, in run: RunDirectory) throws -> Int {
    try read(run) {
      try Int.fetchOne($0, sql: "SELECT max(step) FROM metric WHERE stageID = ? AND key = 'loss'", arguments: [stage])
        ?? 0
    }
  }

  /// What every row is about, without what was measured or drawn.
  private static func keys(of run: RunDirectory) throws -> [String] {
    try read(run) { database in
      let queries = [
        "SELECT 'metric ' || stageID || ' ' || step || ' ' || key FROM metric WHERE key NOT LIKE 'sampling/%' ",
        "SELECT 'rollout ' || stageID || ' ' || step || ' ' || groupIndex || ' ' || sampleIndex || ' ' || requestID FROM rollout ",
        "SELECT 'sample ' || stageID || ' ' || step || ' ' || context || ' ' || heldOutCue || ' ' || sampleIndex FROM sample ",
        "SELECT 'checkpoint ' || stageID || ' ' || step FROM checkpoint ",
        "SELECT 'stage ' || id || ' ' || step || ' ' || status FROM stage ",
      ]
      return try queries.flatMap { try String.fetchAll(database, sql: $0 + "ORDER BY 1") }
    }
  }
}
